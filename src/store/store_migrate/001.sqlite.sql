-- Which migrations of which domain were applied, and when.
CREATE TABLE schema_version (
	domain TEXT NOT NULL,
	number INTEGER NOT NULL CHECK (number > 0),
	applied_us INTEGER NOT NULL,
	PRIMARY KEY (domain, number)
) STRICT, WITHOUT ROWID;

-- Who may write a log. Taking the lease raises epoch; commit_seq counts the commits.
CREATE TABLE lease (
	log_no INTEGER NOT NULL CHECK (log_no > 0),
	holder TEXT,
	session_no INTEGER NOT NULL,
	epoch INTEGER NOT NULL,
	until_us INTEGER NOT NULL,
	commit_seq INTEGER NOT NULL,
	PRIMARY KEY (log_no)
) STRICT;
INSERT INTO lease (log_no, session_no, epoch, until_us, commit_seq) VALUES (1, 0, 0, 0, 0);
