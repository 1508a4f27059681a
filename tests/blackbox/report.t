#!/usr/bin/perl
# report --format json: the shape that other programs read, whatever the order in which figures came in.
use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Test::More;
use Run;
binmode $_, ':encoding(UTF-8)' for Test::More->builder->output, Test::More->builder->failure_output;

my $unions = write_file('unions.csv', "code,parent,level,kind,name,from\n15,,1,general,甲省总工会,2015-01-01\n1508,15,2,general,乙市总工会,2015-01-01\n150802,1508,3,general,丙区总工会,2015-01-01\n1509,15,2,general,丁市总工会,2015-01-01\n1510,15,2,general,戊市总工会,2015-01-01\n");
my @figures = ("1508,subtree,20,400000,given\n", "150802,own,5,,given\n", "1509,own,7,140000,raised\n");

# The report of a database into which the rows came in this order.
sub report_of {
	my @rows = @_;
	my $data = data_dir();
	my $run = sub { my ($status, $out, $err) = songnuan(@_, '--data', $data); is($status, 0, "$_[0] " . ($_[1] // '')) or diag($err) };
	$run->('init');
	$run->('org', 'import', $unions, '--as', 'admin');
	$run->('user', 'add', 'li', '--name', '李', '--org', '15', '--as', 'admin');
	$run->('user', 'grant', 'li', '--role', 'maker', '--as', 'admin');
	$run->('programme', 'load', "$FindBin::Bin/../../data/programmes/condolence-campaign.json", '--as', 'li');
	$run->('cycle', 'create', 'hw', '--name', '慰问', '--programme', 'condolence-campaign', '--org', '15', '--from', '2024-10-01', '--until', '2024-12-01', '--as', 'li');
	my $file = write_file('figures.csv', "org_code,scope,recipients,amount_fen,amount_meaning\n" . join('', @rows));
	$run->('reported', 'import', $file, '--cycle', 'hw', '--as', 'li');
	return json('report', '--cycle', 'hw', '--depth', '3', '--data', $data);
}

my $r = report_of(@figures);
my $again = report_of(reverse @figures);
delete $_->{as_of} // fail('the day stands beside the figures') for $r, $again;
is_deeply($again, $r, 'the order in which figures come in makes no difference');

ok(exists $r->{$_}, "the answer has $_") for qw(cycle org rows total silent findings);
my %row = map { $_->{org} => $_ } @{$r->{rows}};
for my $key (qw(org name level recipients amount_fen meaning named coverage detail)) {
	is(scalar(grep { !exists $_->{$key} } @{$r->{rows}}), 0, "every row has $key");
}
is_deeply([sort grep { $_ ne 'parts' } keys %{$row{1508}{recipients}}], [qw(is unknown_parts value)], 'a figure is a value, how it is meant and its unknown parts');
is($r->{total}{recipients}{value}, 27, 'the total adds what stands side by side, not what lies inside');
is($r->{total}{amount_fen}{value}, 540000, '… its money too');
is($r->{total}{meaning}, 'mixed', '… which is given and raised');
ok($row{150802}{detail} && !$row{1508}{detail}, 'a county inside its league is detail');
is($row{150802}{amount_fen}{unknown_parts}, 1, 'an empty cell is unknown');
is_deeply([sort keys %{$row{1509}{named}}], [qw(A B C value_fen)], 'named hand-overs stand by level');
is_deeply([map { ref $_ ? $_->{org} : $_ } @{$r->{silent}}], ['1510'], 'who said nothing is silent, and nobody else');
is_deeply($r->{findings}, [], 'and nothing contradicts');
done_testing();
