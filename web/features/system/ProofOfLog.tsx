import { useMutation, useQuery } from '@tanstack/react-query';
import { useLanguage, useText } from '../../i18n/language.ts';
import { DataTable } from '../../kit/DataTable.tsx';
import { number } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { Facts, Page, Section } from '../../kit/Page.tsx';
import { Failed } from '../../kit/PageState.tsx';
import { StatusShape } from '../../kit/StatusMark.tsx';
import type { Column } from '../../kit/TableHead.tsx';
import './proof.css';
import { type Proof, type Seal, sealsQuery, verifyLog } from './queries.ts';
import { proofText } from './text.ts';

/** 日志的证明 — proves the whole log of this jurisdiction here and now, and shows the daily seals. */
export function ProofOfLog() {
  const t = useText(proofText);
  const seals = useQuery(sealsQuery);
  const columns = useColumns();
  return (
    <Page wide title={t.page}>
      <Verify />
      <Section title={t.seals} note={t.note}>
        <div className="seals">
          <DataTable
            label={t.seals}
            rows={seals.data}
            idOf={(seal) => seal.day}
            columns={columns}
            error={seals.error}
            retry={() => void seals.refetch()}
            empty={{ title: t.none, next: t.noneNext }}
          />
        </div>
      </Section>
    </Page>
  );
}

function useColumns(): Column<Seal>[] {
  const t = useText(proofText);
  const language = useLanguage();
  const hash = (text: string) => (
    <span className="mono small" title={text}>
      {text}
    </span>
  );
  return [
    { key: 'day', title: t.day, width: 120, cell: (seal) => seal.day },
    { key: 'entries', title: t.entries, width: 90, align: 'right', cell: (seal) => number(seal.entries, language) },
    { key: 'hash', title: t.hash, least: 200, cell: (seal) => hash(seal.hash) },
    { key: 'root', title: t.root, least: 200, cell: (seal) => <span className="muted">{hash(seal.root)}</span> },
  ];
}

function Verify() {
  const t = useText(proofText);
  const { mutate, isPending, data, error } = useMutation({
    mutationFn: async () => {
      const began = performance.now();
      const proof = await verifyLog();
      return { proof, seconds: (performance.now() - began) / 1000 };
    },
  });
  return (
    <Section
      title={t.verify}
      note={t.verifyNote}
      actions={
        <button
          type="button"
          className="button primary"
          aria-disabled={isPending || undefined}
          onClick={() => !isPending && mutate()}
        >
          <Icon name="check" size={14} />
          {isPending ? t.verifying : t.verify}
        </button>
      }
    >
      <div role="status">{data && <Result proof={data.proof} seconds={data.seconds} />}</div>
      {error && <Failed error={error} retry={mutate} />}
    </Section>
  );
}

function Result({ proof, seconds }: { proof: Proof; seconds: number }) {
  const t = useText(proofText);
  const language = useLanguage();
  const { flaw } = proof;
  const look = flaw ? 'overdue' : 'done';
  return (
    <div className="proof-result" data-look={look}>
      <p className="proof-title">
        <StatusShape look={look} />
        {flaw ? t.flawed : t.whole}
      </p>
      {flaw ? (
        <>
          <p>{flaw.message}</p>
          <Facts
            rows={[
              [t.record, flaw.recordId && <span className="mono">{flaw.recordId}</span>],
              [t.entry, flaw.seq],
              [t.what, flaw.what],
            ]}
          />
        </>
      ) : (
        <p>{t.sums(number(proof.entries, language), number(proof.records, language), number(proof.seals, language))}</p>
      )}
      <p className="muted small">{t.took(number(seconds, language, 1))}</p>
    </div>
  );
}
