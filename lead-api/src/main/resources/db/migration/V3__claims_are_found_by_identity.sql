-- Nobody asks which identities a lead claims: identity_held says which it ever held, and each of them says who claims it.
-- An index that is never read costs every registration and every closure a write.
drop index claim_by_lead;
