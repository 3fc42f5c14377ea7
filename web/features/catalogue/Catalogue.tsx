import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { categoryKinds } from '../../../server/modules/catalogue/model.ts';
import { useAddress } from '../../address.ts';
import { useText, useWords } from '../../i18n/language.ts';
import { Tabs } from '../../kit/Page.tsx';
import '../../kit/filters.css';
import '../../kit/page.css';
import { Categories } from './Categories.tsx';
import './catalogue.css';
import { Duties } from './Duties.tsx';
import { type Edition, editionsQuery } from './queries.ts';
import { catalogueText } from './text.ts';

const address = z.object({
  part: z.enum(['categories', 'duties']).default('categories'),
  q: z.string().max(100).optional(),
  edition: z.string().max(40).optional(),
  kind: z.enum(categoryKinds).optional(),
  /** The open category. */
  id: z.guid().optional(),
  /** The open row of the list of duties, or `new`. */
  duty: z.union([z.guid(), z.literal('new')]).optional(),
});
type CatalogueAddress = z.output<typeof address>;
type ChangeAddress = (part: Partial<z.input<typeof address>>, how?: { push?: boolean }) => void;

export interface CataloguePartProps {
  /** The edition chosen, or the one in force; none while the editions are on their way. */
  edition: string | undefined;
  search: CatalogueAddress;
  change: ChangeAddress;
}

/** 类别目录 — what can be registered, on which conditions, within which limits, and who answers for it where. */
export function Catalogue() {
  const t = useText(catalogueText);
  const [search, change] = useAddress(address);
  const editions = useEditions();
  const edition = search.edition ?? editions[0]?.code;
  return (
    <div className="screen">
      <h1 className="unseen">{t.page}</h1>
      <div className="catalogue-head">
        <Tabs
          label={t.parts}
          tabs={[
            { key: 'categories', label: t.categories },
            { key: 'duties', label: t.duties },
          ]}
          chosen={search.part}
          onChoose={(part) => change({ part, q: undefined, kind: undefined })}
        />
        <Editions
          editions={editions}
          chosen={edition}
          onChoose={(code) => change({ edition: code, id: undefined, duty: undefined })}
        />
      </div>
      <div className="fill">
        {search.part === 'duties' ? (
          <Duties edition={edition} search={search} change={change} />
        ) : (
          <Categories edition={edition} search={search} change={change} />
        )}
      </div>
    </div>
  );
}

/** All editions: the national one in force first, older ones after it, the local one last. */
function useEditions(): readonly Edition[] {
  const { data = [] } = useQuery(editionsQuery);
  return data.toSorted((a, b) => Number(b.national) - Number(a.national) || b.validFrom.localeCompare(a.validFrom));
}

function Editions({
  editions,
  chosen,
  onChoose,
}: {
  editions: readonly Edition[];
  chosen: string | undefined;
  onChoose: (code: string) => void;
}) {
  const t = useText(catalogueText);
  const words = useWords();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of switches, not a form's group
    <div className="counters" role="group" aria-label={t.edition}>
      {editions.map((edition) => (
        <button
          key={edition.code}
          type="button"
          className="counter"
          title={[edition.code, edition.validTo ? t.until(edition.validTo) : t.since(edition.validFrom)].join(' · ')}
          aria-pressed={edition.code === chosen}
          onClick={() => onChoose(edition.code)}
        >
          {words(edition.name)}
        </button>
      ))}
    </div>
  );
}
