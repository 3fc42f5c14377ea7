import type { AnyLifecycle } from '../../../server/kernel/lifecycle.ts';
import { YuanField } from '../../kit/MoneyField.tsx';
import { Openings } from '../../kit/RecordActions.tsx';
import { mayOpen, useMe } from '../../session.ts';
import { begin } from './queries.ts';

/** How a record of a kind begins, for those who may begin one. */
export function Begin({ lifecycle, name }: { lifecycle: AnyLifecycle; name: string }) {
  const me = useMe();
  return (
    <Openings
      lifecycle={lifecycle}
      names={[name]}
      permits={(permission) => mayOpen(me, permission)}
      widgets={{ money: YuanField }}
      open={begin}
    />
  );
}
