/* Certificate and key, exchanged while the server runs: each handshake takes those that are there. */
#include "http/http_priv.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <stdlib.h>

enum { CHAIN_MAX = 8 };

/* What one handshake uses: freed when no other one does. */
struct pair {
	gnutls_pcert_st chain[CHAIN_MAX];
	unsigned chain_count;
	gnutls_privkey_t key;
};
struct http_tls {
	pthread_mutex_t lock;
	struct str cert_path, key_path;
	struct pair *now;
	struct pair *before
		[2]; /* handshakes that began with one of them are over long before it is freed */
};

static void pair_free(struct pair *p)
{
	if (!p)
		return;
	for (unsigned i = 0; i < p->chain_count; i++)
		gnutls_pcert_deinit(&p->chain[i]);
	if (p->key)
		gnutls_privkey_deinit(p->key);
	free(p);
}

static struct sn_err bad(const char *what, int rc)
{
	return sn_err_with_text(SN_FAIL(BAD_CERTIFICATE), "%s: %s", what, gnutls_strerror(rc));
}

static struct sn_err load_key(struct pair *p, const char *path)
{
	gnutls_datum_t pem = {0};
	int rc = gnutls_load_file(path, &pem);
	if (rc == 0)
		rc = gnutls_privkey_init(&p->key);
	if (rc == 0)
		rc = gnutls_privkey_import_x509_raw(p->key, &pem, GNUTLS_X509_FMT_PEM, NULL, 0);
	if (pem.data) {
		crypto_wipe(pem.data, pem.size);
		gnutls_free(pem.data);
	}
	return rc == 0 ? SN_SUCCESS : bad("--tls-key", rc);
}

static struct sn_err load_chain(struct pair *p, const char *path)
{
	gnutls_datum_t pem = {0};
	unsigned count = CHAIN_MAX;
	int rc = gnutls_load_file(path, &pem);
	if (rc == 0)
		rc = gnutls_pcert_list_import_x509_raw(p->chain, &count, &pem, GNUTLS_X509_FMT_PEM,
						       0);
	if (rc == 0)
		p->chain_count = count;
	gnutls_free(pem.data);
	return rc == 0 ? SN_SUCCESS : bad("--tls-cert", rc);
}

/* A key that does not belong to the certificate would only show at the first visitor. */
static struct sn_err is_pair(struct pair *p)
{
	uint8_t a[64], b[64];
	size_t a_bytes = sizeof a, b_bytes = sizeof b;
	gnutls_pubkey_t of_key = NULL;
	int rc = gnutls_pubkey_init(&of_key);
	if (rc == 0)
		rc = gnutls_pubkey_import_privkey(of_key, p->key, 0, 0);
	if (rc == 0)
		rc = gnutls_pubkey_get_key_id(of_key, 0, a, &a_bytes);
	if (rc == 0)
		rc = gnutls_pubkey_get_key_id(p->chain[0].pubkey, 0, b, &b_bytes);
	if (rc == 0 && (a_bytes != b_bytes || memcmp(a, b, a_bytes) != 0))
		rc = GNUTLS_E_CERTIFICATE_KEY_MISMATCH;
	gnutls_pubkey_deinit(of_key);
	return rc == 0 ? SN_SUCCESS : bad("--tls-key", rc);
}

static struct sn_err load(const struct http_tls *t, struct pair **out)
{
	struct pair *p = calloc(1, sizeof *p);
	if (!p)
		return SN_FAIL(OUT_OF_MEMORY);
	struct sn_err e = load_chain(p, t->cert_path.at);
	if (!sn_failed(e))
		e = load_key(p, t->key_path.at);
	if (!sn_failed(e))
		e = is_pair(p);
	if (sn_failed(e)) {
		pair_free(p);
		p = NULL;
	}
	*out = p;
	return e;
}

struct sn_err http_tls_new(struct http_tls **out, struct str cert_path, struct str key_path)
{
	struct http_tls *t = *out = calloc(1, sizeof *t);
	if (!t)
		return SN_FAIL(OUT_OF_MEMORY);
	(void)pthread_mutex_init(&t->lock, NULL);
	t->cert_path = cert_path;
	t->key_path = key_path;
	return load(t, &t->now);
}

struct sn_err http_tls_reload(struct http_tls *t)
{
	struct pair *fresh = NULL;
	SN_TRY(load(t, &fresh));
	pthread_mutex_lock(&t->lock);
	pair_free(t->before[1]);
	t->before[1] = t->before[0];
	t->before[0] = t->now;
	t->now = fresh;
	pthread_mutex_unlock(&t->lock);
	return SN_SUCCESS;
}

void http_tls_free(struct http_tls *t)
{
	if (!t)
		return;
	pair_free(t->now);
	pair_free(t->before[0]);
	pair_free(t->before[1]);
	(void)pthread_mutex_destroy(&t->lock);
	free(t);
}

/* ---- a handshake ---- */

static int retrieve(gnutls_session_t session, const gnutls_datum_t *names, int names_count,
		    const gnutls_pk_algorithm_t *algorithms, int algorithms_count,
		    gnutls_pcert_st **chain, unsigned *chain_count, gnutls_privkey_t *key)
{
	struct http_tls *t = gnutls_session_get_ptr(session);
	(void)names;
	(void)names_count;
	(void)algorithms;
	(void)algorithms_count;
	pthread_mutex_lock(&t->lock);
	*chain = t->now->chain;
	*chain_count = t->now->chain_count;
	*key = t->now->key;
	pthread_mutex_unlock(&t->lock);
	return 0;
}

void *http_tls_callback(void)
{
	void *callback = NULL;
	int (*function)(gnutls_session_t, const gnutls_datum_t *, int,
			const gnutls_pk_algorithm_t *, int, gnutls_pcert_st **, unsigned *,
			gnutls_privkey_t *) = retrieve;
	memcpy(&callback, &function, sizeof callback);
	return callback;
}

static gnutls_session_t session_of(struct MHD_Connection *mhd)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_GNUTLS_SESSION);
	return info ? info->tls_session : NULL;
}

void http_tls_begin(struct http_tls *t, struct MHD_Connection *mhd)
{
	const gnutls_session_t session = session_of(mhd);
	if (session)
		gnutls_session_set_ptr(session, t);
}

void http_tls_send(struct MHD_Connection *mhd, struct str bytes)
{
	const gnutls_session_t session = session_of(mhd);
	if (session)
		(void)gnutls_record_send(session, bytes.at, bytes.bytes);
}
