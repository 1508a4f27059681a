#!/usr/bin/perl
# Receipts, from a hand-over in the books to paper to an outsider's check: by our own verifier with and without the log, by Go's
# golang.org/x/mod and by bash with openssl; each thing that is changed is refused and named. Proofs are judged by Go and by us alike.
use strict;
use warnings;
use utf8;
use Digest::SHA qw(sha256_hex);
use FindBin;
use lib $FindBin::Bin;
use MIME::Base64 qw(decode_base64url encode_base64url);
use Test::More;
use Run;
binmode $_, ':encoding(UTF-8)' for Test::More->builder->output, Test::More->builder->failure_output;

my $independent = "$FindBin::Bin/../independent";
my ($name, $id) = ('王英', '15030219550101000X');    # the first of the demo's synthetic roster (合成数据)

sub ok_ { my ($what, @words) = @_; my ($status, $out, $err) = songnuan(@words); is($status, 0, $what) or diag($err); return $out }
sub fails {
	my ($exit, $reason, $what, @words) = @_;
	my ($status, $out, $err) = songnuan(@words);
	is($status, $exit, $what) or diag($out, $err);
	like($err, qr/\($reason\)/, "… $reason");
	return $err;
}
sub bytes { open my $f, '<:raw', $_[0] or die "$_[0]: $!"; local $/; return scalar <$f> }
sub put { open my $f, '>:raw', $_[0] or die "$_[0]: $!"; print {$f} $_[1]; close $f or die; return $_[0] }
sub quietly { my @words = @_; my $pid = open my $p, '-|'; die $! unless defined $pid; if (!$pid) { open STDERR, '>&', \*STDOUT; exec @words } local $/; my $out = <$p>; close $p; return ($? >> 8, $out // '') }
# What stands on standard input is nobody's command line.
sub with_input {
	my ($input, @words) = @_;
	open my $was, '<&', \*STDIN or die;
	utf8::encode($input);
	open STDIN, '<', put(scratch() . '/input', $input) or die;
	my @said = songnuan(@words);
	open STDIN, '<&', $was or die;
	return @said;
}

my $data  = data_dir();
my @where = ('--data', $data);
ok_('the demo', 'demo', @where);
my $record = sha256_hex("songnuan-delivery/v1\nhw-2024\n150300-E01-000001\n");
substr($record, 12, 1) = '8';
substr($record, 16, 1) = sprintf '%x', hex(substr $record, 16, 1) & 3 | 8;
$record =~ s/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/$1-$2-$3-$4-$5/;
my @show = ('receipt', 'show', $record, @where, '--as', 'r-maker');
fails(3, 'no_checkpoint', 'nothing is signed yet', @show);
my $key = ok_('a key', 'log', 'key', '--origin', 'songnuan.care.example.cn/tlog/150000', @where);
chomp $key;
ok_('signed', 'log', 'sign', @where);
my $public = scratch() . '/public';
ok_('exported', 'log', 'export', $public, @where);
ok(-s "$public/verify.html", '… with the page that checks receipts');

# ---- given out ----

my $told = ok_('shown', @show, '--lang', 'en');
like($told, qr{^https://care\.example\.cn/r#AQ[\w-]{29}$}m, '… its short form of 31 characters');
unlike($told, qr/$id/, '… without a number');
my $all = json(@show);
my ($short, $full) = @{$all->{receipts}[0]}{qw(short full)};
ok($all->{receipts}[0]{bound}, '… and the roster is still what it binds');
fails(3, 'not_granted', 'an auditor gives none out', 'receipt', 'show', $record, @where, '--as', 'r-auditor');
fails(3, 'no_such_delivery', 'none of what was not handed over', 'receipt', 'show', '0192d0e6-7c00-7abc-8def-0000000000c1', @where, '--as', 'r-maker');
my $trail = ok_('the trail', 'audit', 'list', '--act', 'export', '--org', '150000', @where, '--as', 'r-auditor', '--format', 'json');
like($trail, qr/\Q$record\E/, '… knows of each');
my $snr   = put(scratch() . '/receipt.snr', decode_base64url($full =~ s/.*#//r));
my $proof = put(scratch() . '/receipt.tlog-proof', ok_('as text', @show, '--text'));
ok_('as a page and a picture', @show, '--print', '-o', scratch() . '/receipt.html', '--qr', scratch() . '/receipt.png');
my $page = bytes(scratch() . '/receipt.html');
like($page, qr/<svg.*<svg/s, '… with both codes');
unlike($page, qr/src=|<script|<link|$id/, '… nothing is fetched, no number stands there');
is((stat scratch() . '/receipt.png')[2] & 07777, 0600, '… the picture is its owner\'s alone');
my ($scanned_status, $scanned) = quietly('zbarimg', '-q', '--raw', scratch() . '/receipt.png');
like($scanned, qr/^\Q$short\E$/m, '… a camera reads what it says');
ok_('the full one as a picture', @show, '--full', '--qr', scratch() . '/full.png');
($scanned_status, $scanned) = quietly('zbarimg', '-q', '--raw', scratch() . '/full.png');
like($scanned, qr/^\Q$full\E$/m, '… is read too');

# ---- checked ----

my @key = ('--vkey', $key);
for (['the file', $snr], ['the text', $proof], ['the address', $full]) {
	my ($what, $given) = @$_;
	like(ok_($what, 'verify', 'receipt', $given, @key, '--lang', 'en'), qr/^ok:.*signature is valid.*type handover.*whose it is was not checked/s, '… holds alone, and says what was not checked');
	my ($status, $out, $err) = with_input("$name\n$id\n", 'verify', 'receipt', $given, @key, '--person', '--lang', 'en');
	is($status, 0, "$what with name and number from standard input") or diag($err);
	like($out, qr/it is the record of this person/, '… is his');
	for (["合成某\n$id\n", 'another name'], ["$name\n150302195501010021\n", 'another number'], ["$name\n-\n", 'no number']) {
		($status, undef, $err) = with_input($_->[0], 'verify', 'receipt', $given, @key, '--person');
		is($status == 1 && $err =~ /receipt_not_his/ || $status == 3 && $err =~ /bad_id/, 1, "… $_->[1] is refused") or diag($err);
	}
}
my @with = ('--with', $public);
like(ok_('the short one with the log', 'verify', 'receipt', $short, @key, @with, '--name', $name, '--id', $id, '--lang', 'en'), qr/this person/, '… holds');
fails(3, 'missing_field', 'without the log it says nothing', 'verify', 'receipt', $short, @key);
fails(69, 'log_unreached', 'nothing there', 'verify', 'receipt', $short, @key, '--with', scratch() . '/nowhere');
fails(1, 'not_a_receipt', 'what is none', 'verify', 'receipt', 'https://care.example.cn/r#abc', @key);
is((songnuan('verify', 'receipt', $snr))[0], 2, 'no key: usage');
my $stranger = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
fails(1, 'receipt_other_key', 'another key', 'verify', 'receipt', $snr, '--vkey', $stranger);
fails(1, 'not_signed', 'another key', 'verify', 'receipt', $proof, '--vkey', $stranger);

sub bent { my ($bytes, $at) = @_; substr($bytes, $at, 1) ^= "\x01"; return $bytes }
my $s = decode_base64url($short =~ s/.*#//r);
fails(1, 'receipt_not_his', 'another index', 'verify', 'receipt', encode_base64url(bent($s, 6)), @key, @with, '--name', $name, '--id', $id);
fails(1, 'receipt_not_his', 'another seed', 'verify', 'receipt', encode_base64url(bent($s, 15)), @key, @with, '--name', $name, '--id', $id);
my $f = bytes($snr);
my $n = ord substr $f, 4, 1;
for (['index', 10], ['size', 16], ['proof', 60], ['signature', 49 + 32 * $n + 30], ['record', 49 + 32 * $n + 110]) {
	fails(1, 'receipt_proof', "another $_->[0]", 'verify', 'receipt', put(scratch() . '/bent', bent($f, $_->[1])), @key);
}
{
	my $index = $all->{receipts}[0]{index};
	my $tile  = sprintf '%03d', int $index / 256;
	for (["tile/0/$tile", 'log_entry_differs', 32 * ($index % 256)], ['checkpoint', 'not_signed', 40]) {
		my ($file, $reason, $at) = @$_;
		my $was = bytes("$public/$file");
		put("$public/$file", bent($was, $at));
		fails(1, $reason, "a flipped byte in $file", 'verify', 'receipt', $short, @key, @with);
		put("$public/$file", $was);
	}
	my $was = bytes("$public/tile/0/$tile");
	put("$public/tile/0/$tile", bent($was, 32 * (($index + 1) % 256)));
	fails(1, 'receipt_proof', 'a flipped byte beside it', 'verify', 'receipt', $short, @key, @with);
	put("$public/tile/0/$tile", $was);
}

# ---- by others ----

my @person = ($name, $id);
utf8::encode($_) for @person;
my @bash = ('bash', "$independent/check_receipt.sh");
my ($status, $out) = quietly(@bash, $snr, $key, @person);
is($status, 0, 'bash and openssl accept it') or diag($out);
is((quietly(@bash, $snr, $key, $person[0], '-'))[0], 1, '… but not for another person');
is((quietly(@bash, put(scratch() . '/bent', bent($f, 49 + 32 * $n + 110)), $key))[0], 1, '… nor with another record');
is((quietly(@bash, put(scratch() . '/bent', bent($f, 10)), $key))[0], 1, '… nor in another place');

# As docs/check-a-receipt says it, in both languages.
for my $lang ('en', 'zh-CN') {
	my ($lines) = bytes("$FindBin::Bin/../../docs/check-a-receipt.$lang.md") =~ /```bash\n(.*?)```/s;
	my $script = put(scratch() . '/ten.sh', "cd '" . scratch() . "'\n$lines");
	local @ENV{qw(RECEIPT KEY NAME ID)} = ($proof, $key, @person);
	($status, $out) = quietly('bash', $script);
	like($out, qr/Verified Successfully.*the record is in the log\nit is this person's\n$/s, "ten lines of openssl ($lang)");
	$ENV{NAME} = $person[1];
	unlike((quietly('bash', $script))[1], qr/this person/, '… and not another\'s');
}

SKIP: {
	skip 'Go is not installed', 1 unless grep { -x "$_/go" } split /:/, $ENV{PATH};
	local @ENV{qw(GO111MODULE GOPATH GOCACHE GOFLAGS)} = ('off', '/usr/share/gocode', scratch() . '/gocache', '');
	for my $checker ('check_receipt', 'check_proofs') {
		($status, $out) = quietly('go', 'build', '-o', scratch() . "/$checker", "$independent/$checker.go");
		is($status, 0, "Go: $checker is built on golang.org/x/mod") or diag($out);
	}
	my $go = scratch() . '/check_receipt';
	for my $given ($snr, $proof) {
		($status, $out) = quietly($go, $given, $key);
		is($status, 0, 'Go accepts it') or diag($out);
		my $bytes = bytes($given);
		my $taken = grep { (quietly($go, put(scratch() . '/bent', bent($bytes, $_)), $key))[0] != 1 } map { 80 + $_ * int((length($bytes) - 100) / 12) } 0 .. 11;
		is($taken, 0, '… and none that is bent');
	}
	# The long form: SONGNUAN_PROOFS=1000000.
	my $count = $ENV{SONGNUAN_PROOFS} || 5000;
	my $seed  = $ENV{SONGNUAN_SEED}   || 1;
	my ($cases) = grep { -x } map { "$_/proof_cases" } ($ENV{SONGNUAN} // '') =~ m{^(.*)/songnuan$} ? "$1/tests" : (), "$FindBin::Bin/../../build/tests";
	($status, $out) = quietly('sh', '-c', "'$cases' $count $seed | '" . scratch() . "/check_proofs'");
	is($status, 0, "Go and we judge $count proofs alike (seed $seed)") or diag($out);
	diag($out) if $ENV{SONGNUAN_PROOFS};
}

done_testing();
