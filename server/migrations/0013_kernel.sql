-- The log in parts, one for each month in which records were opened (docs/decisions/0016-the-log-by-month.md). A record's
-- identifier begins with the time of its making, so all its entries lie in one part, and the primary key goes on refusing
-- a second entry of the same number. What was there before becomes the first part as it stands; nothing is rewritten.
alter table log_entry rename to log_entry_first;
alter table log_entry_first rename constraint log_entry_pkey to log_entry_first_pkey;
alter index log_entry_follow rename to log_entry_first_follow;
alter index log_entry_day rename to log_entry_first_day;

-- Parts share one sequence, as the parts of a table cannot share an identity before PostgreSQL 17.
create sequence log_entry_position;
select setval('log_entry_position', last_value, is_called) from log_entry_position_seq;
alter table log_entry_first alter column position drop identity;
alter table log_entry_first alter column position set default nextval('log_entry_position');

create table log_entry (like log_entry_first including defaults including constraints,
  primary key (jurisdiction_id, record_id, seq)) partition by range (record_id);

-- Where no part is open for a record's month, its entries lie here until one is.
create table log_entry_rest partition of log_entry default;

-- The first part ends with this month. What a clock that ran ahead has put behind that waits for its month.
with beyond as (
  delete from log_entry_first where record_id >= (lpad(to_hex((extract(epoch from
    date_trunc('month', now() at time zone 'UTC') + interval '1 month') * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
  returning *)
insert into log_entry_rest select * from beyond;
alter table log_entry attach partition log_entry_first for values from (minvalue) to
  ((lpad(to_hex((extract(epoch from
    date_trunc('month', now() at time zone 'UTC') + interval '1 month') * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid);

create index log_entry_follow
  on log_entry (tx, position);
create index log_entry_day
  on log_entry (jurisdiction_id, recorded_at);
