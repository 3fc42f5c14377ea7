-- 检索 in slices of time: among the words of a case stand the day, the month and the year (UTC) of its report, each prefixed with the
-- jurisdiction and @, so that the index tells the newest cases of a word without telling all of them. The table and its
-- index are written anew: some 10 µs of a case with a short text, in which nobody can work.
drop index case_search_keys;
alter table case_search alter column words type text[] using words || array[
  jurisdiction_id || ':@' || to_char(reported_at at time zone 'UTC', 'YYYY-MM-DD'),
  jurisdiction_id || ':@' || to_char(reported_at at time zone 'UTC', 'YYYY-MM'),
  jurisdiction_id || ':@' || to_char(reported_at at time zone 'UTC', 'YYYY')];
create index case_search_keys on case_search using gin (pairs, words);
-- What the former release would write beside this one is refused rather than never found again: stop it first.
alter table case_search add constraint case_search_sliced check (array_to_string(words, ' ') like '%:@%');
-- The counters above a work list: few open cases are urgent.
create index case_file_urgent on case_file (jurisdiction_id, endangered_at, id) where urgent and endangered_at < '2200-12-31T00:00:00Z';
