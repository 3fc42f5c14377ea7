import { useQuery } from '@tanstack/react-query';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { inspectionsQuery, type Standing } from './queries.ts';
import { RoomSetup } from './RoomSetup.tsx';
import { SubjectSetup } from './SubjectSetup.tsx';

interface SetupProps {
  standing: {
    data: Standing | undefined;
    error: unknown;
    refetch: () => Promise<{ data: Standing | undefined }>;
  };
  today: string;
  open: string | undefined;
  onOpen: (id: string | undefined) => void;
}

/** 登记 — what must run, how it is looked after, and the rooms that somebody looks after every day. */
export function Setup({ standing, today, open, onOpen }: SetupProps) {
  const rooms = useQuery(inspectionsQuery({ from: today, to: today }));
  const found = standing.data && rooms.data;
  if (!found)
    return standing.error || rooms.error ? (
      <Failed error={standing.error ?? rooms.error} retry={() => void standing.refetch()} />
    ) : (
      <Skeleton lines={8} />
    );
  return (
    <>
      <SubjectSetup
        items={standing.data?.items ?? []}
        today={today}
        read={async () => (await standing.refetch()).data?.items ?? []}
        open={open}
        onOpen={onOpen}
      />
      <RoomSetup rooms={rooms.data?.rooms ?? []} read={async () => (await rooms.refetch()).data?.rooms ?? []} />
    </>
  );
}
