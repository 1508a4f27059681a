#!/usr/bin/perl
# Passwords, one-time codes, resets by two people and the trail, as an administrator meets them on the command line.
use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Test::More;
use Run;
binmode Test::More->builder->$_, ':utf8' for qw(output failure_output todo_output);

my $data = data_dir();
my @at   = ('--data', $data);
sub as { return (@at, '--as', $_[0]) }
# What is typed stands on standard input.
sub typing {
	my ($line, @words) = @_;
	my $file = write_file('typed', "$line\n");
	open my $keep, '<&', \*STDIN or die;
	open STDIN, '<', $file or die;
	my @answer = songnuan(@words);
	open STDIN, '<&', $keep or die;
	return @answer;
}
my $good  = 'k7#mQ2x9Lp4w';
my $other = 'lamp 47 pear slow bus';

is((songnuan('init', @at))[0], 0, 'an installation begins');
my ($status, $out, $err) = typing('', 'user', 'password', 'admin', as('admin'));
is($status, 3, 'nothing typed sets nothing');

# ---- the set-up code ----
my $setup = json('user', 'setup-code', as('admin'));
like($setup->{code}, qr/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/, 'a set-up code is told');
is($setup->{login}, 'admin', 'whose it is, too');
($status, $out, $err) = typing('Password2024!!', 'user', 'password', 'admin', '--code', $setup->{code}, as('admin'));
is($status, 3, 'a password that is easily guessed');
like($err, qr/password_common/, '… is refused by its reason');
unlike($err, qr/Password2024/, '… and not repeated');
is((typing($good, 'user', 'password', 'admin', '--code', $setup->{code}, as('admin')))[0], 0, 'a good one is taken');
($status, $out, $err) = typing($other, 'user', 'password', 'admin', '--code', $setup->{code}, as('admin'));
like($err, qr/code_wrong/, 'the code opens once');
($status, $out, $err) = songnuan('user', 'setup-code', as('admin'));
like($err, qr/setup_done/, 'and no other is made');

# ---- three administrators ----
is((songnuan('user', 'add', $_, '--name', '合成用户', as('admin')))[0], 0, "$_ is added") for qw(guard guard2 jian li wang);
is((songnuan('user', 'grant', 'jian', '--role', 'auditadmin', as('admin')))[0], 0, 'an audit administrator');
is((songnuan('user', 'grant', 'wang', '--role', 'approver', as('admin')))[0], 0, 'an approver');
is((songnuan('user', 'grant', 'guard', '--role', 'security', as('admin')))[0], 0, 'a security administrator');
($status, $out, $err) = songnuan('user', 'grant', 'guard2', '--role', 'security', as('admin'));
like($err, qr/not_granted/, 'from then on the system administrator manages no users');
is((songnuan('user', 'grant', 'guard2', '--role', 'security', as('guard')))[0], 0, 'the security administrator does');
($status, $out, $err) = songnuan('user', 'grant', 'jian', '--role', 'maker', as('guard'));
like($err, qr/admin_is_apart/, 'and makes no administrator a clerk');

# ---- passwords ----
($status, $out, $err) = typing($good, 'user', 'password', 'li', as('jian'));
like($err, qr/not_granted/, 'not everybody sets a first password');
is((typing($good, 'user', 'password', 'li', as('guard')))[0], 0, 'the security administrator does');
($status, $out, $err) = typing($other, 'user', 'password', 'li', as('guard'));
like($err, qr/password_is_set/, 'once');
is((typing($other, 'user', 'password', 'li', as('li')))[0], 0, 'everybody sets his own');

# ---- the paper list ----
my $codes = json('user', 'codes', 'wang', as('guard'));
is(scalar @$codes, 10, 'ten codes');
my %seen = map { $_->{code} => 1 } @$codes;
is(scalar keys %seen, 10, '… all different');
($status, $out, $err) = songnuan('user', 'codes', 'wang', as('guard2'));
like($err, qr/second_factor_is_set/, 'nobody replaces them for him');

# ---- a reset takes two ----
my $reset = json('user', 'reset', 'li', '--factors', as('guard'));
($status, $out, $err) = typing($good, 'user', 'password', 'li', '--code', $reset->{code}, as('li'));
like($err, qr/reset_not_confirmed/, 'one person is not enough');
($status, $out, $err) = songnuan('user', 'reset-confirm', $reset->{reset}, as('guard'));
like($err, qr/reset_needs_another/, 'nor the same one twice');
is(scalar @{json('user', 'resets', as('wang'))}, 1, 'an approver sees it waiting');
is((songnuan('user', 'reset-confirm', $reset->{reset}, as('wang')))[0], 0, 'and confirms it');
is((typing($good, 'user', 'password', 'li', '--code', $reset->{code}, as('li')))[0], 0, 'then the code sets a password');
is_deeply(json('user', 'resets', as('wang')), [], 'and nothing waits');

# ---- sessions ----
is_deeply(json('user', 'sessions', 'li', as('li')), [], 'nobody is signed in');
($status, $out, $err) = songnuan('user', 'sessions', 'li', as('wang'));
like($err, qr/not_granted/, 'a colleague does not ask');
($status, $out) = songnuan('user', 'revoke-sessions', 'li', as('guard'));
like($out, qr/li: 0 sessions ended/, 'an administrator ends what there is');

# ---- the trail ----
my $trail = json('audit', 'list', as('jian'));
my %acts;
$acts{"$_->{act} $_->{outcome}"}++ for @$trail;
is($acts{'setup-code ok'},              1, 'the trail has the set-up code');
is($acts{'redeem code_wrong'},          1, 'the code that was given twice');
is($acts{'redeem reset_not_confirmed'}, 1, 'the reset that was not confirmed');
is($acts{'redeem ok'},                  2, 'the passwords set by codes');
is($acts{'password ok'},                2, 'those set without');
is($acts{'reset ok'}, 1, 'who asked for a reset');
is($acts{'reset-confirm ok'}, 1, 'who confirmed it');
is($acts{'user ok'}, 9, 'users and grants');
is(json('audit', 'list', '--limit', 1, as('jian'))->[0]{act}, 'audit-read', 'and who read it');
is_deeply([map { $_->{user} } @{json('audit', 'list', '--act', 'reset-confirm', as('jian'))}], ['wang'], 'by act, with who it was');
is(scalar @{json('audit', 'list', '--user', 'wang', '--act', 'reset,reset-confirm', as('jian'))}, 1, 'by user');
($status, $out, $err) = songnuan('audit', 'list', as('admin'));
like($err, qr/not_granted/, 'the system administrator does not read it');
($status, $out, $err) = songnuan('audit', 'list', as('guard'));
like($err, qr/not_granted/, 'nor the one of security');
unlike(join('', map { values %$_ ? join('|', map { $_ // '' } values %$_) : '' } @$trail), qr/\Q$good\E|\Q$other\E/, 'no password is in it');
is((songnuan('verify', as('jian')))[0], 0, 'and it verifies');
SKIP: {
	skip 'no sqlite3', 3 if system('command -v python3 >/dev/null') != 0;
	is(system('python3', '-c', 'import sqlite3, sys
c = sqlite3.connect(sys.argv[1])
c.execute("UPDATE audit SET outcome = \'ok\' WHERE outcome = \'code_wrong\'")
c.commit()', "$data/songnuan.db"), 0, 'somebody changes a row from outside');
	($status, $out, $err) = songnuan('verify', as('jian'));
	is($status, 1, 'verify finds it');
	like($out, qr/audit-changed/, '… and says what it is');
}
done_testing();
