-- Where the donation's id alone is known, as on a receipt.
CREATE INDEX donation_by_id ON donation (donation_id);
