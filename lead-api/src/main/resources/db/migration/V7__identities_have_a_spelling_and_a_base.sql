-- How addresses and telephone numbers are spelled before they are hashed has changed. What was hashed before, spelling 1, is still
-- found by the hash that it had then; what is hashed now is spelling 2.
alter table identity_held add column spelling integer default 1 not null;
alter table suppression add column spelling integer default 1 not null;

-- A suppression of an e-mail address covers its plus-variants: base is the hash that all of them share, null where only
-- the identity itself is suppressed.
alter table suppression add column base varchar(64);
create index suppression_by_base on suppression (base);

-- The addresses with a plus-part that leads ever held, to be found by their base: few, so that no other registration writes for them.
create table plus_address (
    base varchar(64) not null,
    lead_id uuid not null,
    hash varchar(64) not null,
    batch bigint not null,
    constraint plus_address_pk primary key (base, lead_id, hash)
);
create index plus_address_by_lead on plus_address (lead_id, hash);
