#!/usr/bin/perl
# The server itself: what it answers without anybody signed in, what it refuses, how it starts and stops; on both stores.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Test::More;
use JSON::PP;
use Time::HiRes qw(time sleep);
use Run;
use Server;

my @where;

sub answers {
	my $s = Server->start(@where);
	is($s->ask('GET', '/healthz')->{status}, 200, 'it lives');
	is($s->ask('GET', '/readyz')->{status}, 200, 'and can serve');
	my $m = $s->ask('GET', '/metrics');
	like($m->{body}, qr/^songnuan_up 1$/m, 'figures say that the database answers');
	like($m->{body}, qr/^songnuan_http_request_seconds_bucket\{le="\+Inf"\} \d+$/m, '… and how long requests took');
	my $r = $s->ask('GET', '/api/v1/nowhere', {'accept-language' => 'en'});
	is($r->{status}, 404, 'nothing is there');
	is($r->{headers}{'content-type'}, 'application/problem+json; charset=utf-8', 'as a problem document');
	is($r->{json}{code}, 'no_such_route', '… with its code');
	like($r->{json}{title}, qr/there is nothing/, '… in the language that was asked for');
	$r = $s->ask('GET', '/api/v1/cycles');
	is($r->{status}, 401, 'who is not signed in reads nothing');
	is($r->{headers}{'cache-control'}, 'no-store', '… and nothing keeps it');
	is($r->{headers}{'x-content-type-options'}, 'nosniff', '… nor guesses what it is');
	like($r->{headers}{'content-security-policy'}, qr/default-src 'none'/, '… nor runs it');
	like($r->{headers}{'x-request-id'}, qr/^[0-9a-f]{8}-[0-9a-f]{8}$/, 'it has an id');
	like($s->journal, qr/info request id=\Q$r->{headers}{'x-request-id'}\E user=- method=GET route=\/api\/v1\/cycles status=401 reason=sign_in_first us=\d+/,
		'… under which the journal has its line');
	$r = $s->ask('DELETE', '/api/v1/cycles');
	is("$r->{status} $r->{headers}{allow}", '405 GET, POST', 'a method that there is not is told those that there are');
	is($s->ask('HEAD', '/healthz')->{body}, '', 'HEAD has no body');
	unlike($s->journal, qr/nowhere/, 'no raw input in the journal');
	my ($status, $seconds) = $s->stop;
	is($status, 0, 'SIGTERM ends it well');
	cmp_ok($seconds, '<', 5, '… within five seconds');
}

sub refuses {
	my $s = Server->start(@where);
	my $r = $s->ask('GET', '/api/v1/cycles?' . 'x' x 5000);
	is("$r->{status} $r->{json}{code}", '414 target_too_long', 'an address that is too long');
	$r = $s->ask('GET', '/healthz', { map { ("x-$_" => '1') } 1 .. 80 });
	is("$r->{status} $r->{json}{code}", '431 headers_too_large', 'too many headers');
	$r = $s->raw("GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n");
	is("$r->{status} $r->{json}{code}", '400 bad_request', 'two hosts');
	$r = $s->raw("POST /api/v1/cycles HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
	is($r->{status}, 400, 'two ways to say how long a body is');
	$r = $s->ask('POST', '/api/v1/cycles', {'content-type' => 'application/json', 'content-length' => 2_000_000});
	is("$r->{status} $r->{json}{code}", '413 body_too_large', 'a body that is too large, before any of it is sent');
	$r = $s->ask('GET', '/healthz', {'content-length' => 0});
	is($r->{status}, 200, 'a length of nothing is no body');
	$r = $s->ask('POST', '/api/v1/cycles', {'content-type' => 'text/plain'}, '{}');
	is($r->{status}, 400, 'a body that says it is no JSON');
	$r = $s->ask('POST', '/api/v1/cycles', {'content-type' => 'application/json', 'sec-fetch-site' => 'cross-site'}, '{}');
	is("$r->{status} $r->{json}{code}", '403 origin_foreign', 'a write that another site makes a browser send');
	$r = $s->raw("NONSENSE\r\n\r\n");
	like($r->{status}, qr{^(0|400)$}, 'what is no HTTP is cut off');
	is($s->ask('GET', '/healthz')->{status}, 200, 'it still lives');
}

sub in_the_middle {
	my $s = Server->start(@where);
	my $c = $s->connect;
	print {$c} "GET /healthz HTTP/1.1\r\nHost: a\r\n";
	sleep 0.2;
	my $idle = $s->connect;
	my ($status, $seconds) = $s->stop;
	is($status, 0, 'it stops though connections are open');
	cmp_ok($seconds, '<', 5, '… within five seconds');
	my $r = Server::read_reply($c);
	is("$r->{status} $r->{json}{code}", '503 server_stops', 'a request that came halfway is told');
}

# The first start: the code that it prints, a password, and what signing in gives and guards.
sub sessions {
	my $s = Server->start(@where, '--lang', 'en');
	my ($code) = $s->out =~ /([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/;
	ok($code, 'the first start prints a set-up code') or return;
	is_deeply($s->ask('GET', '/api/v1/setup')->{json}, {set_up => JSON::PP::false, demo => JSON::PP::false}, 'nobody can sign in yet');
	my $json = {'content-type' => 'application/json'};
	my $r = $s->ask('POST', '/api/v1/setup', $json, '{"code":"AAAA-AAAA-AAAA","new_password":"correct horse 42 battery"}');
	is($r->{json}{code}, 'code_wrong', 'another code sets nothing');
	$r = $s->ask('POST', '/api/v1/setup', $json, qq({"code":"$code","new_password":"correct horse 42 battery"}));
	is("$r->{status} $r->{json}{login}", '200 admin', 'the code sets the first password');
	$r = $s->ask('POST', '/api/v1/session', $json, '{"login":"admin","password":"wrong"}');
	is($r->{json}{code}, 'signin_wrong', 'a wrong password opens nothing');
	is($r->{headers}{'set-cookie'}, undef, '… and gives no cookie');
	my $c = $s->sign_in('admin', 'correct horse 42 battery');
	is($c->{session}{need}, 'nothing', 'signed in, with a second factor');
	like($c->{cookie}, qr/^__Host-sid=/, 'by a cookie');
	$r = $c->ask('GET', '/api/v1/session');
	is($r->{json}{user}{login}, 'admin', 'the session knows whose it is');
	is($r->{headers}{'cache-control'}, 'no-store', '… and is kept nowhere');
	my ($token) = $c->{cookie} =~ /=(.*)/;
	is($s->ask('GET', '/api/v1/session', {authorization => "Bearer $token"})->{status}, 200, 'a program sends the token in a header');
	is($s->ask('GET', '/api/v1/cycles', {cookie => $c->{cookie}})->{status}, 403, 'an administrator sees no business');
	$r = $c->ask('DELETE', '/api/v1/session');
	is($r->{json}{code}, 'csrf_missing', 'a write without the page\'s token');
	$r = $c->write('DELETE', '/api/v1/session', undef, {origin => 'https://evil.example'});
	is($r->{json}{code}, 'origin_foreign', 'a write from a foreign page, token or not');
	$r = $c->ask('GET', '/api/v1/sessions');
	is(scalar @{ $r->{json}{items} }, 1, 'one session is listed');
	$r = $c->write('DELETE', '/api/v1/session');
	is($r->{status}, 204, 'signed out');
	like($r->{headers}{'set-cookie'}, qr/Max-Age=0/, '… the cookie is taken away');
	is($c->ask('GET', '/api/v1/session')->{status}, 401, '… and worth nothing any more');
	unlike($s->journal, qr/battery|\Q$token\E|$code/, 'no password, token or code in the journal');
	my $wait = 0;
	for (1 .. 70) {
		$r = $s->ask('POST', '/api/v1/session', $json, '{"login":"nobody","password":"x"}');
		$wait = $r->{headers}{'retry-after'}, last if ($r->{json}{code} // '') eq 'too_many_requests';
	}
	like($wait, qr/^[1-9]\d*$/, 'an address that signs in without end is told to wait');
}

sub starts {
	my $s = Server->start(@where);
	my ($status, undef, $err) = songnuan('serve', @where, '--listen', "127.0.0.1:$s->{port}", '--lang', 'en');
	isnt($status, 0, 'one writer a database, one server a port');
	$s->stop;
	($status, undef, $err) = songnuan('serve', @where, '--listen', '0.0.0.0:0', '--lang', 'en');
	is($status, 2, 'HTTP where others reach it is refused');
	like($err, qr/tls_needed/, '… by its word');
	($status, undef, $err) = songnuan('serve', @where, '--listen', 'nowhere', '--lang', 'en');
	like($err, qr/cannot_listen/, 'an address that is none');
	($status, undef, $err) = songnuan('serve', @where, '--tls-cert', 'x', '--lang', 'en');
	like($err, qr/--tls-key/, 'a certificate needs its key');
}

for my $pg (0, 1) {
	my $address = $pg ? postgres_database() : data_dir();
	if (!defined $address) {
		diag 'PostgreSQL is not there: skipped';
		next;
	}
	@where = ('--data', $address, $pg ? ('--keys', scratch() . '/root.key') : ());
	my ($status, undef, $err) = songnuan('init', @where);
	is($status, 0, 'a database') or diag $err;
	sessions();
	answers();
	refuses();
	in_the_middle();
	starts();
}
done_testing;
