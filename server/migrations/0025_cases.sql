-- 检索 by numbers instead of text: the terms of every case are written anew and their index is made again. Some 150 µs of a
-- case, in which nobody can work: a few minutes for a million cases, half an hour for ten.
create function case_search_pairs_of(jurisdiction integer, terms text[]) returns integer[] language sql immutable as $$
  select coalesce(array_agg(((pair + jurisdiction * 2654435761 + 2147483648) % 4294967296 - 2147483648)::integer), '{}')
  from (select ascii(term)::bigint * 65536 + ascii(substr(term, 2)) as pair
    from (select substr(prefixed, strpos(prefixed, ':') + 1) as term from unnest(terms) prefixed) told
    where char_length(term) = 2 and ascii(term) < 65536 and ascii(substr(term, 2)) < 65536) told
$$;
create function case_search_words_of(terms text[]) returns text[] language sql immutable as $$
  select coalesce(array_agg(prefixed), '{}') from (select prefixed, substr(prefixed, strpos(prefixed, ':') + 1) as term from unnest(terms) prefixed) told
    where char_length(term) <> 2 or ascii(term) >= 65536 or ascii(substr(term, 2)) >= 65536
$$;
drop index case_search_terms;
-- Two characters that stand side by side in description, address or number: the first times 65,536 plus the second plus the
-- jurisdiction times 2,654,435,761, modulo 2^32, so that one index serves all.
alter table case_search add column pairs integer[];
-- Terms that are no such pair (numbers, foreign words, single or rare characters), each prefixed with the jurisdiction.
alter table case_search add column words text[];
alter table case_search alter column terms drop not null;
-- One writing of the table for all three, so that the old terms leave no room behind.
alter table case_search
  alter column pairs type integer[] using case_search_pairs_of(jurisdiction_id, terms),
  alter column words type text[] using case_search_words_of(terms),
  alter column terms type text[] using null;
alter table case_search drop column terms;
alter table case_search alter column pairs set not null, alter column words set not null;
-- The newest cases are looked at one by one: their numbers lie beside them, not in another table.
alter table case_search alter column pairs set storage main;
drop function case_search_pairs_of(integer, text[]);
drop function case_search_words_of(text[]);
create index case_search_keys on case_search using gin (pairs, words);
