#!/usr/bin/perl
# The tree of unions is changed by those who have the permission for it, as through the API: at the place that a union
# leaves and at the one that it enters. An administrator of the system has no part in it.
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
sub below { my ($code) = @_; return join ' ', map { $_->{code} } @{json('org', 'show', $code, '--depth', '2', '--data', $data)} }

ok_('init', 'init', '--data', $data);
my $unions = write_file('unions.csv', "code,parent,level,kind,name,from\n15,,1,general,甲省总工会,2015-01-01\n1508,15,2,general,乙市总工会,2015-01-01\n1509,15,2,general,丁市总工会,2015-01-01\n150802,1508,3,general,丙区总工会,2015-01-01\n150803,1508,3,general,戊县总工会,2015-01-01\n150902,1509,3,general,己县总工会,2015-01-01\n");
ok_('unions', 'org', 'import', $unions, as('admin'));
for my $who (['region', '15'], ['li', '1508'], ['wu', '1509'], ['zhao', '15', 'approver']) {
	ok_($who->[0], 'user', 'add', $who->[0], '--name', '某', '--org', $who->[1], as('admin'));
	ok_('… has a role', 'user', 'grant', $who->[0], '--role', $who->[2] // 'maker', '--org', $who->[1], as('admin'));
}

for my $act (['move', '150802', '--to', '1509'], ['merge', '150802', '--into', '150902'], ['rename', '150802', '别名总工会'], ['alias', '150802', '丙区'],
	['split', '150802', '--code', '150809', '--name', '新区总工会', '--children', '']) {
	my @act = ('org', @$act, '--day', '2024-06-01');
	splice @act, -2 if $act->[0] eq 'alias';
	refused('not_granted', "$act->[0]: not by the administrator of the system", @act, as('admin'));
	refused('not_granted', '… not by an approver', @act, as('zhao'));
	refused('not_granted', '… nor by a maker of another union', @act, as('wu'));
}
refused('not_granted', 'who may at the place that is left may not bring it elsewhere', 'org', 'move', '150802', '--to', '1509', as('li'));
refused('not_granted', 'a maker of the place that is entered does not fetch it', 'org', 'move', '150802', '--to', '1509', as('wu'));
refused('reorg_nothing', 'where it stands already', 'org', 'move', '150802', '--to', '1508', as('li'));
is(below('1509'), '1509 150902', 'nothing has moved so far');
ok_('who may at both moves it', 'org', 'move', '150802', '--to', '1509', '--day', '2024-06-01', as('region'));
is(below('1509'), '1509 150802 150902', '… and it stands there');
ok_('within his own union a maker merges', 'org', 'merge', '150902', '--into', '150802', '--day', '2024-06-02', as('wu'));
is(below('1509'), '1509 150802', '… and it is gone');
ok_('who may above renames', 'org', 'rename', '150803', '戊市总工会', '--day', '2024-06-03', as('li'));
ok_('and gives an alias', 'org', 'alias', '150803', '戊市', as('li'));
like(ok_('which names it', 'org', 'show', '戊市', '--data', $data), qr/戊市总工会/, '… by its new name');
ok_('verify', 'verify', '--data', $data);
done_testing();
