import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { categoryKinds } from '../../../server/modules/catalogue/model.ts';
import { useAddress } from '../../address.ts';
import { useText, useWords } from '../../i18n/language.ts';
import { Tabs } from '../../kit/Page.tsx';
import '../../kit/page.css';
import { Categories } from './Categories.tsx';
import './catalogue.css';
import { Duties } from './Duties.tsx';
import { editionsQuery } from './queries.ts';
import { catalogueText } from './text.ts';

export const address = z.object({
  part: z.enum(['categories', 'duties']).default('categories'),
  q: z.string().max(100).optional(),
  edition: z.string().max(40).optional(),
  kind: z.enum(categoryKinds).optional(),
  /** The open category. */
  id: z.guid().optional(),
  /** The open row of the list of duties, or `new`. */
  duty: z.union([z.guid(), z.literal('new')]).optional(),
});
export type CatalogueAddress = z.output<typeof address>;
export type ChangeAddress = (part: Partial<z.input<typeof address>>, how?: { push?: boolean }) => void;

/** 类别目录 — what can be registered, on which conditions, within which limits, and who answers for it where. */
export function Catalogue() {
  const t = useText(catalogueText);
  const [search, change] = useAddress(address);
  return (
    <div className="screen">
      <h1 className="unseen">{t.page}</h1>
      <Tabs
        label={t.parts}
        tabs={[
          { key: 'categories', label: t.categories },
          { key: 'duties', label: t.duties },
        ]}
        chosen={search.part}
        onChoose={(part) => change({ part, q: undefined, kind: undefined })}
      />
      <div className="fill">
        {search.part === 'duties' ? (
          <Duties search={search} change={change} />
        ) : (
          <Categories search={search} change={change} />
        )}
      </div>
    </div>
  );
}

/** The editions as a row of switches, the one in force first. */
export function useEditionFacet(chosen: string | undefined) {
  const t = useText(catalogueText);
  const words = useWords();
  const { data } = useQuery(editionsQuery);
  const national = data
    ?.filter((edition) => edition.national)
    .toSorted((a, b) => b.validFrom.localeCompare(a.validFrom));
  const sorted = [...(national ?? []), ...(data?.filter((edition) => !edition.national) ?? [])];
  const edition = chosen ?? sorted[0]?.code;
  const facet = {
    key: 'edition',
    label: t.edition,
    single: true,
    options: sorted.map((one) => ({ value: one.code, label: words(one.name) })),
  };
  return { edition, facet };
}
