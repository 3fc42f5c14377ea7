-- 机房监测分组 — the group of systems and devices whose probes watch over a room; null where nothing does.
alter table uptime_room add column scope text;
-- 维护合同 — under which the room is maintained: number, first and last day.
alter table uptime_room add column contracts jsonb not null default '[]';
