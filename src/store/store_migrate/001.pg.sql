-- Which migrations of which domain were applied, and when.
CREATE TABLE schema_version (
	domain TEXT COLLATE "C" NOT NULL,
	number BIGINT NOT NULL CHECK (number > 0),
	applied_us BIGINT NOT NULL,
	PRIMARY KEY (domain, number)
);

-- Who may write a log. Taking the lease raises epoch; commit_seq counts the commits.
CREATE TABLE lease (
	log_no BIGINT NOT NULL CHECK (log_no > 0),
	holder TEXT COLLATE "C",
	session_no BIGINT NOT NULL,
	epoch BIGINT NOT NULL,
	until_us BIGINT NOT NULL,
	commit_seq BIGINT NOT NULL,
	PRIMARY KEY (log_no)
);
INSERT INTO lease (log_no, session_no, epoch, until_us, commit_seq) VALUES (1, 0, 0, 0, 0);
