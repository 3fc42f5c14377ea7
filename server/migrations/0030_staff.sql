-- 答卷入口 — an address, mostly read as a QR code, by which citizens answer without an account: a kiosk's as often as
-- there are citizens, a slip's once. Which answer came by which is not kept.
create table staff_survey_link (
  jurisdiction_id integer not null,
  survey_id uuid not null,
  id uuid not null,
  label text not null,
  kind text not null check (kind in ('kiosk', 'slip')),
  -- Of the word in the address.
  token_hash bytea not null,
  -- A slip that was used, or a kiosk that was taken away.
  closed boolean not null default false,
  primary key (jurisdiction_id, survey_id, id),
  foreign key (jurisdiction_id, survey_id) references staff_survey (jurisdiction_id, id)
);
create index staff_survey_link_token on staff_survey_link (token_hash);

-- How it came; null for answers of before this was kept.
alter table staff_answer add column way text check (way in ('account', 'kiosk', 'slip', 'written'));
