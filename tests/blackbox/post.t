#!/usr/bin/perl
# A post handed over on the command line: drawn up with what the giver has in hand, signed by three, and the roles pass.
use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Test::More;
use Run;
binmode $_, ':encoding(UTF-8)' for Test::More->builder->output, Test::More->builder->failure_output;

my $data = data_dir();
sub as { return ('--as', $_[0], '--data', $data) }
sub ok_ { my ($what, @words) = @_; my ($status, $out, $err) = songnuan(@words); is($status, 0, $what) or diag($err); utf8::decode($out); return $out }
sub refused { my ($reason, $what, @words) = @_; my ($status, $out, $err) = songnuan(@words); is($status, 3, $what); like($err, qr/$reason/, "… $reason") }
sub rows { my $answer = json(@_); return ref $answer eq 'HASH' ? $answer->{rows} : $answer }

ok_('init', 'init', '--data', $data);
my $unions = write_file('unions.csv', "code,parent,level,kind,name,from\n15,,1,general,甲省总工会,2015-01-01\n1508,15,2,general,乙市总工会,2015-01-01\n");
ok_('unions', 'org', 'import', $unions, as('admin'));
for my $who (['li', 'maker'], ['wang'], ['zhao', 'checker'], ['pi', 'approver'], ['fa', 'distributor'], ['other']) {
	ok_($who->[0], 'user', 'add', $who->[0], '--name', '某', '--org', '1508', as('admin'));
	ok_('… has a role', 'user', 'grant', $who->[0], '--role', $who->[1], '--org', '1508', as('admin')) if $who->[1];
}
ok_('rules are of all unions', 'user', 'add', 'head', '--name', '某', as('admin'));
ok_('… by who is maker of all', 'user', 'grant', 'head', '--role', 'maker', as('admin'));
ok_('a programme', 'programme', 'load', "$FindBin::Bin/../../data/programmes/condolence-campaign.json", as('head'));
ok_('a cycle that he has drafted', 'cycle', 'create', 'rest-2024', '--programme', 'condolence-campaign', '--org', '1508', '--name', '慰问', '--from', '2024-10-01', '--until', '2024-12-01', as('li'));
ok_('… is checked', 'cycle', 'advance', 'rest-2024', '--to', 'checked', as('zhao'));
ok_('… and approved, and waits for him to be opened', 'cycle', 'advance', 'rest-2024', '--to', 'approved', as('pi'));

my @draw = ('post', 'hand-over', '--org', '1508', '--receiver', 'wang');
refused('post_three', 'three are three people', @draw, '--witness', 'wang', as('li'));
refused('post_witness', 'a distributor is no witness', @draw, '--witness', 'fa', as('li'));
refused('no_such_user', 'nor is nobody', @draw, '--witness', 'nobody', as('li'));
refused('missing_field|not_granted', 'nobody gives another one\'s post away', @draw, '--witness', 'zhao', '--giver', 'li', as('fa'));
my $post = json(@draw, '--witness', 'zhao', as('li'));
is($post->{state}, 'open', 'it is drawn up');
my $id = $post->{id};
is(join(' ', map { "$_->{kind} $_->{object}" } @{rows('post', 'show', $id, as('wang'))}), 'cycle rest-2024', 'what waits for him is on the list');
like(ok_('as people read it', 'post', 'show', $id, '--lang', 'zh', as('zhao')), qr/移交人.*li.*未签.*监交人.*zhao.*未签.*岗位.*经办/s, '… with the three and the post');
refused('not_granted|no_such_post', 'who is not named does not read it', 'post', 'show', $id, as('other'));
refused('post_not_yours', '… and does not sign it', 'post', 'sign', $id, as('other'));
is(rows('post', 'list', as('wang'))->[0]{my_turn}, 'receiver', 'the list says as whom one may sign');
is(scalar @{rows('post', 'list', as('other'))}, 0, '… and has none for others');
ok_('the witness signs', 'post', 'sign', $id, as('zhao'));
ok_('the giver signs', 'post', 'sign', $id, as('li'));
is(json('post', 'sign', $id, as('wang'))->{state}, 'done', 'with the third signature it is done');
is(rows('post', 'list', as('li'))->[0]{state}, 'done', '… as the list says');
refused('not_granted', 'the giver is maker no longer', 'cycle', 'create', 'rest-2025', '--programme', 'condolence-campaign', '--org', '1508', '--name', '慰问', '--from', '2025-10-01', '--until', '2025-12-01', as('li'));
ok_('the receiver is', 'cycle', 'create', 'rest-2025', '--programme', 'condolence-campaign', '--org', '1508', '--name', '慰问', '--from', '2025-10-01', '--until', '2025-12-01', as('wang'));
refused('post_done', 'what is done is not made void', 'post', 'void', $id, '--reason', '清单已变动', as('wang'));
my $second = json('post', 'hand-over', '--org', '1508', '--receiver', 'li', '--witness', 'zhao', as('wang'));
is(json('post', 'void', $second->{id}, '--reason', '清单已变动', as('wang'))->{state}, 'void', 'one that is open is');
like(ok_('which says why', 'post', 'show', $second->{id}, as('zhao')), qr/void because  清单已变动/, '… in its words');
ok_('verify', 'verify', '--data', $data);
done_testing();
