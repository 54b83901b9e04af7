-- The open lead that claims an identity holds it, so a claim is a mark on that row instead of a row of its own: a registration
-- writes one row and one entry of an index less. claimed is true or null, never false: null is as often there as one likes,
-- true once for an identity. It comes and goes in place and leaves batch alone, by which readers tell since when an identity
-- was held.
alter table identity_held add column claimed boolean;
update identity_held set claimed = true
    where exists (select 1 from claim
        where claim.hash = identity_held.hash and claim.kind = identity_held.kind and claim.lead_id = identity_held.lead_id);
drop table claim;
drop index identity_held_by_identity;
create unique index identity_claimed_once on identity_held (hash, kind, claimed);
