-- A partner's figures over all cycles (its page).
CREATE INDEX reported_by_partner ON reported (partner_no);
