#ifndef SN_BASE_LIMITS_H
#define SN_BASE_LIMITS_H
/* limits: everything has one, all of them stand here, each with its reason. */

/* clang-format off */
enum {
	/* base: text and files */
	NAME_BYTES_MAX         = 240,        /* the longest registered union names are 60 characters of 3 bytes; 4 for rare ones */
	CELL_CHARACTERS_MAX    = 32767,      /* of a spreadsheet's cell (ECMA-376 in practice) */
	CELL_BYTES_MAX         = CELL_CHARACTERS_MAX * 4, /* the longest character has 4 bytes */
	FILE_COLUMNS_MAX       = 256,        /* a roster has 10 to 40 columns; more is a broken file (trust.md T9) */
	FILE_ROWS_MAX          = 2000000,    /* 1,000,000 must work (product.md); twice that is an attack or a mistake */
	XLSX_FREE_BYTES        = 10 << 20,   /* inflated bytes that need no ratio: small files compress as they like (T9) */
	XLSX_RATIO_MAX         = 100,        /* past that, inflated ≤ 100 × compressed (T9) */
	XLSX_INFLATED_BYTES_MAX = 1536 << 20, /* 1.5 GiB in all: 1,000,000 honest rows are about 0.6 GiB (T9) */
	FILE_BYTES_MAX         = 1 << 30,    /* 1,000,000 rows are about 200 MB as CSV */
	XLSX_ENTRIES_MAX       = 4096,       /* parts of one workbook: sheets, pictures; real ones have some dozens */
	XLSX_SHEETS_MAX        = 256,        /* a league's workbook has a sheet for each banner: 10; 256 is generous */
	XLSX_STYLES_MAX        = 65536,      /* Excel itself stops at 65,490 cell formats */
	XLSX_PART_BYTES_MAX    = 16 << 20,   /* workbook, relations, styles: kilobytes in practice */
	XLSX_STRINGS_BYTES_MAX = 160 << 20,  /* shared strings in memory: an import may take 200 MB (settled.md 7) */
	XLSX_STRINGS_MAX       = 8000000,    /* their offsets take 4 bytes each: 32 MB */
	XLSX_MERGES_MAX        = 200000,     /* 12 bytes each; one for every group of a large roster */
	XLSX_XML_DEPTH_MAX     = 64,         /* the parts that are read are 8 deep */
	TABLE_HEADER_ROWS_MAX  = 30,         /* titles, notes and dates above a header: 1 to 6 rows in practice */
	TABLE_NAMES_MAX        = 12,         /* names that one column goes by */
	TABLE_COLUMNS_MAX      = 64,         /* columns that one import knows, or that one table prints */
	JSON_DEPTH_MAX         = 32,         /* programme files are 6 deep */
	JSON_BYTES_MAX         = 4 << 20,    /* the largest programme file is ~20 KB; a page of an import ~300 KB */

	/* store */
	STATEMENT_PARAMS_MAX   = 48,         /* the widest table, intake, has 35 columns */
	GROUP_REQUESTS_MAX     = 1024,       /* a commit covers at most so many waiting writes: bounds the wait of the first */
	STORE_DOMAINS_MAX      = 64,         /* a domain a layer: 20 in architecture.md */
	STORE_TABLES_MAX       = 512,        /* about 80 tables are in architecture.md */
	STORE_COLUMNS_MAX      = STATEMENT_PARAMS_MAX, /* a row is written by one statement */
	STORE_SQL_BYTES_MAX    = 16 << 10,   /* a statement that names every column of the widest table */
	STORE_BUSY_MS          = 5000,       /* how long SQLite waits for another process's commit or checkpoint */
	STORE_PATH_BYTES_MAX   = 4096,       /* PATH_MAX */
	STORE_HOOKS_MAX        = 4,          /* the log, and room */
	STORE_WAKE_FDS_MAX     = 8,          /* SSE, link, signer, and room */
	STORE_AGAIN_TRIES_MAX  = 5,          /* a deadlock that comes back five times is a defect, not bad luck */
	REQUEST_ARENA_BYTES    = 64 << 20,   /* an import works in pages and stays far below */

	/* tlog */
	TLOG_GROUP_LEAVES_MAX  = 2000000,    /* of one commit: 400 MB in memory; an import of 1,000,000 rows has as many */

	/* org */
	ORG_DEPTH_MAX          = 12,         /* nation to team is 8; a deeper tree is a loop */
	ORG_NODES_MAX          = 1000000,    /* product.md asks for 500,000 */
	ORG_CODE_BYTES_MAX     = 32,         /* a GB/T 2260 code and a suffix */
	ORG_NO_MAX             = (1 << 24) - 1, /* six hexadecimal digits a path segment: 16 times ORG_NODES_MAX */
	ORG_TREE_BYTES_MAX     = 1 << 30,    /* 500,000 unions take about 150 MB */
	ORG_IMPORT_BYTES_MAX   = 256 << 20,  /* the texts of one file; 500,000 rows take about 60 MB */
	ORG_NAMESAKES_MAX      = 64,         /* so many unions of one name are looked at before it is ambiguous */

	PARTNERS_MAX           = 200000,     /* a region has 15,000 unions, each with some departments and companies beside it */

	/* rights */
	LOGIN_BYTES_MAX        = 64,         /* names of accounts in common directories have at most 64 */
	PASSWORD_CHARACTERS_MIN = 12,        /* trust.md 5 */
	PASSWORD_CHARACTERS_MAX = 128,       /* a long sentence; NIST SP 800-63B asks for 64 at least */
	SESSION_HASHING_MAX    = 2,          /* Argon2id at once: 64 MiB each (trust.md 5) */
	SESSION_WAITING_MAX    = 50,         /* sign-ins that wait for a place: some four seconds of work */
	SESSION_USES_MAX       = 65536,      /* sessions whose last use is kept in memory: 2.6 MB */
	SESSION_AGENT_BYTES_MAX = 120,       /* "Chrome 109 · Windows 10" in a list */
	SESSION_LIST_MAX       = 1000,       /* live sessions of one user: a program that never keeps its cookie */
	SESSION_KEYS_MAX       = 20,         /* security keys of one user: a pair in use, and those of phones and computers */
	SESSION_KEY_NAME_CHARACTERS_MAX = 40, /* "蓝色密钥（保险柜）" has nine */
	SIGNIN_UNKNOWN_MAX     = 10000,      /* logins of nobody whose failures are remembered */
	OIDC_PROVIDERS_MAX     = 8,          /* a province's portal, a bridge to 企业微信, and room */
	OIDC_ANSWER_BYTES_MAX  = 64 << 10,   /* a discovery document has 3 KB, a set of keys 2 KB, a token 2 KB */
	OIDC_KEYS_MAX          = 32,         /* keys of one provider: two or three while they are exchanged */
	OIDC_ATTEMPTS_MAX      = 8192,       /* sign-ins under way in ten minutes: 2,000 people at eight o'clock; 2 MB, taken when used */
	AUDIT_PAGE_ROWS_MAX    = 1000,       /* what a screen or a page prints; the cursor goes on */
	AUDIT_BUFFER_MAX       = 8192,       /* masked lists of a second: 2,000 requests a second, and a writer that stands for some */

	/* people */
	IMPORT_PAGE_ROWS       = 2000,       /* decided and written at once: a round trip on PostgreSQL costs as much as 100 rows */
	IMPORT_PIECE_ROWS      = 500,        /* of a list that is taken over while others write: they wait 20 to 60 ms for it */
	IMPORT_REJECTS_SHOWN_MAX = 1000,     /* what an answer lists; the rejects file has all of them */
	IMPORT_PROGRESS_ROWS   = 2000,       /* a progress bar moves 50 times a second at 100,000 rows/s */
	PEOPLE_CATEGORIES_MAX  = 8,          /* of one person, or of one programme's rule; real ones are 1 to 3 */
	PEOPLE_ALIAS_HOPS_MAX  = 128,        /* merges of merges and moves between unions: three a year of a working life */
	PEOPLE_PHONE_SHARED_MIN = 3,         /* trust.md T3 */
	DUPLICATE_PEOPLE_MAX   = 64,         /* of one decision: 2,016 pairs; a phone that more share is a foreman's */
	INTAKE_BYTES_MAX       = 64 << 20,   /* 1,000,000 rows as xlsx; it lies in the database, sealed */
	INTAKE_CHUNK_BYTES     = 256 << 10,  /* as pictures' */
	INTAKE_KEEP_DAYS       = 30,         /* trust.md 4, retention of import files */
	INTAKE_FIXES_MAX       = 4000,       /* cells corrected by hand; more is the file's work */
	INTAKE_CHANGES_MAX     = 5000,       /* rows of a comparison that are kept for reading; all are counted */
	LIST_PAGE_ROWS         = 2000,       /* of a list of sizes or cards: looked at at once, as a roster's page */
	LIST_COLUMNS_MAX       = 16,         /* columns that a kind of list knows; real ones know six */
	LIST_BACK_ROWS         = 100,        /* people of a list that go back in one piece: a dozen statements each */
	CLERK_TRIES_MAX        = 5,          /* wrong codes before a link is dead: 5 in 100,000,000 */
	CLERK_DAYS_MAX         = 60,         /* a link lives so long at most */
	CLERK_FILE_BYTES_MAX   = 2 << 20,    /* a company's roster of 20,000 rows as xlsx; JSON carries it as base64 */
	CLERK_LINKS_MAX        = 1000,       /* what one list shows */
	PEOPLE_PAGE_UNIONS     = 1000,       /* asked about at once: their parameters take 120 KB */

	ATTACHMENT_BYTES_MAX   = 16 << 20,   /* a phone's picture has 3 to 8 MB, a scan of twenty pages about 10 */
	ATTACHMENT_CHUNK_BYTES = 256 << 10,  /* a row that both engines write at once; 64 of them at most */
	ATTACHMENT_PIXELS_MAX  = 200000000,  /* the largest phones' cameras make 200 million; more is a bomb for whoever shows it */
	ATTACHMENT_CAPTION_BYTES_MAX = 600,  /* 200 Chinese characters under a picture */
	ATTACHMENT_LIST_MAX    = 1000,       /* what a screen or a page prints; filters narrow it */

	/* http */
	HTTP_BODY_BYTES_MAX    = 1 << 20,    /* the largest import page is ~300 KB */
	HTTP_REPLY_BYTES_MAX   = 64 << 20,   /* a whole region's report of 15,000 unions is 8 MB */
	HTTP_TARGET_BYTES_MAX  = 4096,       /* a page's filters and cursor take some hundred bytes */
	HTTP_KEY_BYTES_MAX     = 64,         /* a UUID has 36 */
	HTTP_HEADERS_MAX       = 64,         /* a browser sends some twenty */
	HTTP_HEADERS_BYTES_MAX = 8 << 10,    /* likewise 1 to 2 KB */
	HTTP_READ_BYTES        = 14 << 10,   /* a connection's memory: such a head, HTTP_HEADERS_MAX notes of 72 bytes, its reply's head; wiped after each request */
	HTTP_UPLOAD_BYTES_MAX  = 256 << 20,  /* 1,000,000 rows as CSV are 200 MB */
	HTTP_HEADER_MS         = 10000,      /* from the connection to the end of the request's head */
	HTTP_IDLE_MS           = 60000,      /* between requests */
	HTTP_BODY_MS           = 30000,      /* in which a body is there, or HTTP_BYTES_PER_S_MIN of it came */
	HTTP_BYTES_PER_S_MIN   = 100,        /* slower is no line but an attack */
	HTTP_DOWNLOAD_PER_S_MIN = 4096,      /* of replies: a reader's pace, on the worst of lines */
	HTTP_REPLY_MS          = 60000,      /* of a reply's beginning */
	HTTP_TICK_MS           = 250,        /* how exactly deadlines are kept */
	HTTP_STOP_MS           = 4000,       /* requests in flight have so long when the server stops */
	HTTP_CONNECTIONS_MAX   = 8192,       /* in all; 2,000 people with browsers have 4,000 at times */
	HTTP_ADDRESS_CONNECTIONS_MAX = 1024, /* of one address, not signed in: 150 browsers behind one router */
	HTTP_ADDRESSES_MAX     = 16384,      /* that are remembered at once: 1.5 MB */
	HTTP_THREADS_MAX       = 64,         /* larger machines get nothing from more: the writer is one */
	HTTP_WAITING_MAX       = 4096,       /* requests that wait for a thread; more are told to come again */
	HTTP_GZIP_BYTES_MIN    = 1024,       /* smaller ones go in one packet anyway */
	HTTP_ADDRESS_PER_MIN   = 60,         /* sign-ins of one address in a minute, of whoever */
	HTTP_SESSION_PER_MIN   = 600,        /* requests of one session: ten a second, without pause */
	UNMASK_HOUR_MAX        = 20,         /* whole numbers for a user: a desk on a day of hand-over needs some, a roster is thousands */
	UNMASK_DAY_MAX         = 100,
	UNMASK_SHOWN_S         = 60,         /* then the screen hides it again */
	EXPORT_ROWS_MAX        = 1000000,    /* a spreadsheet holds 1,048,576 */
	JOBS_MAX               = 256,        /* long work of all users at once, and what of it was done lately */
	HTTP_SLOW_THREADS      = 2,          /* imports and entitlings at once; more of them wait, and nobody else does */
	LIVE_EVENT_MS          = 1000,       /* a stream hears of commits at most so often */
	LIVE_BEAT_MS           = 20000,      /* proxies close what is silent for 30 to 60 s */
	LIVE_STREAM_MS         = 300000,     /* then the browser joins again, and is asked again who it is */
	LIVE_SESSION_MAX       = 8,          /* streams of one session: a browser opens six connections */
	PAGE_ROWS_DEFAULT      = 50,         /* what a screen shows at once */
	PAGE_ROWS_MAX          = 200,        /* what a screen shows; more is the export's work */
	PROBLEM_BYTES_MAX      = 64 << 10,   /* twenty refusals with their words take about 10 KB */
	IDEM_KEEP_DAYS         = 90,         /* settled.md 14 */

	/* ledger, care */
	ITEM_CODE_BYTES_MAX    = 64,         /* kit:2024-hw/175-96A has 20; a leaf has room for 1,024 in all */
	KIT_PARTS_MAX          = 64,         /* a gift has 3 to 10 things in it */
	LOTS_PER_ORG_MAX       = (1 << 20) - 1, /* lot_no keeps 20 bits for them (settled.md 9) */
	DOCUMENT_LINES_MAX     = 2000,       /* an allotment to 120 counties; a paper with more is cut into several */
	DOCUMENT_LIST_MAX      = 1000,       /* what a screen or a page prints; filters narrow it */
	DOCUMENT_TWIN_US       = 600000000,  /* ten minutes: a second try of the same paper comes within them */
	PURCHASE_QUOTES_DEFAULT = 3,         /* 三家询价: what is asked where no thresholds say otherwise (docs/sources.md) */
	PURCHASE_QUOTES_MAX    = 50,         /* a public call brings some dozens at most */
	PURCHASE_LINES_MAX     = 200,        /* items of one contract or acceptance: a kit has some twenty */
	PURCHASE_STEPS_MAX     = 1000,       /* of one purchase: quotes, one contract, an acceptance a lorry */
	PURCHASE_LIST_MAX      = 1000,       /* what a screen or a page prints; filters narrow it */
	PURCHASE_WORDS_BYTES_MAX = 2000,     /* some 600 characters: a paragraph of the minutes */
	DONATION_USES_MAX      = 500,        /* papers of one purpose that a donation's page shows */
	PURCHASE_TIERS_MAX     = 16,         /* amounts where the rules change: two to four in practice */
	BUDGET_CODE_BYTES_MAX  = 32,         /* as codes of items and cycles */
	BUDGET_USERS_MAX       = 64,         /* users that one line names */
	BUDGET_LINES_MAX       = 10000,      /* lines or entries that one list prints */
	COPY_ASKED_BYTES_MAX   = 1 << 16,    /* a request to copy a cycle: names, and some dozen kits with their codes */
	COPY_PEOPLE_BYTES_MAX  = 512 << 20,  /* last year's list, 150 bytes a person: three million people are a nation's largest region */
	FUND_PURPOSES_MAX      = 64,         /* the seed's fourteen programmes, some with two */
	BATCH_ITEMS_MAX        = 10000,      /* one array write; a file is cut into such pages */
	ENTRY_PAGE_ROWS        = 1000,       /* of a delivery file: decided and made durable at once */
	DELIVERY_ROWS_MAX      = 200,        /* of one request: a team's list has thirty; more is a file */
	DELIVERY_FILE_BYTES_MAX = 64 << 20,  /* of one upload: 300,000 rows of a delivery file */
	ENTITLE_PAGE_ROWS      = 500,        /* people of a roster at a time: their memory is given back between pages */
	ENTITLE_PIECE_UNIONS   = 200,        /* in a piece of those 500 people: a question for each on PostgreSQL takes 0.1 ms */
	ENTITLE_REFUSALS_MAX   = 1000,       /* what a person reads; all of them are counted */
	CARE_WORDS_BYTES_MAX   = 1500,       /* a place, a reason, a remark: 500 Chinese characters */
	PORTION_LIST_MAX       = 1000,       /* what a screen or a page prints; filters narrow it */
	PORTION_LOTS_MAX       = 64,         /* purchases that one giving is taken from: a kitchen buys weekly */
	VISIT_LIST_MAX         = 1000,       /* what a screen or a page prints; filters narrow it */
	VISIT_PARTS_MAX        = 64,         /* bodies of one group, things given there: real ones have 2 to 8 */
	SIZE_LATE_MAX          = 10000,      /* late changes that one list prints: a county has some dozens */
	SIZE_RESERVE_BYTES_MAX = 256,        /* "S=2,M=3,…": some twenty sizes */
	SIZE_RESERVE_PIECES_MAX = 10000,     /* spare ones of a size: 20 % of the largest campaign's 47,000 coats */
	SIZE_ORDERS_MAX        = 1000,       /* what a screen or a page prints: an order a county and benefit */
	LETTER_TEXT_BYTES_MAX  = 8000,       /* 1,200 characters of four bytes and their blanks */
	LETTER_CHARACTERS_MAX  = 1200,       /* what an A4 page holds at 9 points with room for names and sender */
	LETTER_LINES_MAX       = 36,         /* likewise; a letter has some ten paragraphs */
	LETTER_TITLE_BYTES_MAX = 120,        /* a line in large type: 40 Chinese characters */
	LETTER_PRINT_MAX       = 5000,       /* of one file: a county's people; a browser takes a minute to print so many pages */
	HONOUR_LIST_MAX        = 1000,       /* what a screen or a page prints; filters narrow it */
	HONOUR_YEAR_MIN        = 1900,       /* an older plaque hangs in a museum */
	CARD_LIST_MAX          = 10000,      /* what one list of cards prints: a county */
	PAYOUT_LINES_MAX       = 50000,      /* people of one bank batch; banks take files of some ten thousand rows, and it fits a request's memory */
	PAYOUT_RETURN_ROWS_MAX = 2 * PAYOUT_LINES_MAX, /* of one return file: every payment twice, paid and sent back */
	PAYOUT_ARENA_BYTES     = 256 << 20,  /* a return file is decided whole: a row and a line take some 700 bytes together */
	PAYOUT_PAGE_ROWS       = 1000,       /* lines decided and written at a time: their memory is given back between pages */
	PAYOUT_FILE_CHUNK_BYTES = 256 << 10, /* a row that both engines write at once; a batch's file has 30 of them at most */
	PAYOUT_RETURN_BYTES_MAX = 64 << 20,  /* of one upload: PAYOUT_RETURN_ROWS_MAX rows of 600 bytes */
	PAYOUT_LIST_MAX        = 1000,       /* what a screen or a page prints */
	PAYOUT_WORDS_BYTES_MAX = 240,        /* the bank's own words for a reason: 80 characters */
	PAYOUT_PARTS_MAX       = 16,         /* accounts that one payment is taken from: six sources of two cycles */
	TOKEN_TRIES_MAX        = 5,          /* wrong tokens for one entitlement before it is locked (trust.md T2) */
	PROXY_OTHERS_MAX       = 3,          /* a neighbour collects for a family or two; more is a business, and somebody looks */
	SIGN_SHEET_ROWS_MAX    = 2000,       /* a hundred pages of paper: more is printed union by union */
	HANDOVER_WORDS_BYTES_MAX = 600,      /* 200 characters: a reason, not a letter */
	PROGRAMME_ITEMS_MAX    = 64,         /* categories, benefits, caps of one programme; the seed's largest has 8 */
	PROGRAMME_PLACES_MAX   = 512,        /* unions with a quota in one programme; a region has some 120 leagues and counties */

	/* cli */
	DEMO_SCALE_MAX         = 500,        /* 2.3 million people */
	ITEM_PARTS_MAX         = 64,         /* a kit: some dozen things */
	ALLOT_LINES_MAX        = 5000,       /* a region allots to 12 leagues, a league to 15 counties, a county to its hundreds */

	/* report */
	REPORTED_ROWS_MAX      = 20000,      /* one row a union and scope of one file; a region has 15,000 unions */
	ACTION_CODE_BYTES_MAX  = 32,         /* hw-care; as a cycle's */
	ACTION_WORDS_BYTES_MAX = 600,        /* 200 Chinese characters of a source's own words */
	ACTION_LIST_MAX        = 1000,       /* what a screen or a page prints */
	ACTION_MEMBERS_MAX     = 500,        /* cycles, and figures, of one action: ten years of fourteen programmes are 140 */
	REPORT_SILENT_LEVEL_MAX = 3,         /* region, league, county owe a report; those below report to their county */
};
/* clang-format on */

/* ledger: of one transfer. The nation's wage bill of a year has as many fen; 9,000 such sums still fit an int64_t. */
#define LEDGER_FEN_MAX      INT64_C(1000000000000000)
#define LEDGER_QUANTITY_MAX INT64_C(1000000000000) /* pieces */
#endif
