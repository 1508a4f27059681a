#!/usr/bin/perl
# Giving without names: through stock, outside give-once, in its own unit; a picture is kept and raises nothing.
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
sub ok_ { my ($what, @words) = @_; my ($status, $out, $err) = songnuan(@words); is($status, 0, $what) or diag($err); return $out }
sub refused { my ($reason, $what, @words) = @_; my ($status, $out, $err) = songnuan(@words); is($status, 3, $what); like($err, qr/$reason/, "… $reason"); return $err }
sub rows { my $answer = json(@_); return ref $answer eq 'HASH' ? $answer->{rows} : $answer }

ok_('init', 'init', '--data', $data);
my $unions = write_file('unions.csv', "code,parent,level,kind,name,from\n15,,1,general,甲省总工会,2015-01-01\n1508,15,2,general,乙市总工会,2015-01-01\n");
ok_('unions', 'org', 'import', $unions, as('admin'));
for my $who (['zhao', 'maker'], ['qian', 'checker'], ['sun', 'approver'], ['zhou', 'cashier'], ['kuai', 'accountant'], ['cang', 'keeper'], ['ku', 'keeper']) {
	ok_($who->[0], 'user', 'add', $who->[0], '--name', '某', '--org', '15', as('admin'));
	ok_("… is $who->[1]", 'user', 'grant', $who->[0], '--role', $who->[1], as('admin'));
}
ok_('matrix', 'fund', 'matrix', "$FindBin::Bin/../../data/funds/matrix.json", as('kuai'));
ok_('a programme', 'programme', 'load', "$FindBin::Bin/../../data/programmes/condolence-campaign.json", as('zhao'));
my ($d, $m, $y) = (gmtime(time + 8 * 3600))[3, 4, 5];
my $today = sprintf '%04d-%02d-%02d', $y + 1900, $m + 1, $d;
my $year = $y + 1900;
ok_('a cycle', 'cycle', 'create', 'laba', '--name', '腊八送粥', '--programme', 'condolence-campaign', '--org', '15', '--from', "$year-01-01", '--until', "$year-12-31", as('zhao'));
ok_('checked', 'cycle', 'advance', 'laba', '--to', 'checked', as('qian'));
ok_('approved', 'cycle', 'advance', 'laba', '--to', 'approved', as('sun'));
ok_('open', 'cycle', 'advance', 'laba', '--to', 'open', as('zhao'));
ok_('porridge', 'item', 'add', 'laba', '--name', '腊八粥', '--unit', 'portion', as('zhao'));
sub paper { return sprintf '01990000-0000-7000-8000-0000000000%02d', $_[0] }
ok_('money', 'fund', 'receive', '--org', '1508', '--source', 'OWN', '--amount', '900', '--cycle', 'laba', '--words', '本级', '--id', paper(1), as('zhao'));
ok_('… approved', 'document', 'sign', paper(1), '--hand', 'approver', as('sun'));
ok_('… received', 'document', 'sign', paper(1), '--hand', 'treasurer', as('zhou'));
my $floor = write_file('floor.json', '{"schema":1,"version":1,"from":"2014-01-01","source":"test","tiers":[{"from_fen":0,"meeting":false,"quotes":0,"contract":false}]}');
ok_('thresholds', 'purchase', 'rules', $floor, as('kuai'));
ok_('a purchase', 'purchase', 'open', '--org', '1508', '--cycle', 'laba', '--ceiling', '900', '--words', '腊八粥', '--id', paper(3), as('zhao'));
ok_("accepted by $_", 'purchase', 'accept', paper(3), '--number', '1', '--items', 'laba=300', as($_)) for qw(cang ku);
ok_('bought', 'fund', 'purchase', '--purchase', paper(3), '--org', '1508', '--source', 'OWN', '--items', 'laba=300@900', '--total', '900', '--cycle', 'laba', '--invoice', '12345678', '--words', '购粥', '--id', paper(2), as('zhao'));
ok_('… approved', 'document', 'sign', paper(2), '--hand', 'approver', as('sun'));
ok_('… paid', 'document', 'sign', paper(2), '--hand', 'treasurer', as('zhou'));

my @add = ('portion', 'add', '--cycle', 'laba', '--org', '1508', '--item', 'laba', '--site', '解放街驿站');
my $given = json(@add, '--quantity', '100', '--person-times', '95', '--level', 'C', '--id', paper(11), as('zhao'));
is($given->{value_fen}, 30000, 'its value follows from the purchase');
is(json(@add, '--quantity', '100', '--person-times', '95', '--level', 'C', '--id', paper(11), as('zhao'))->{value_fen}, 30000, 'the same again is the same answer');
refused('portion_level', 'a picture raises nothing', @add, '--quantity', '1', '--level', 'B', as('zhao'));
refused('portion_none', 'zero is not unknown', @add, '--quantity', '1', '--level', 'C', '--person-times', '0', as('zhao'));
refused('portion_differs', 'one id, one giving', @add, '--quantity', '101', '--level', 'C', '--id', paper(11), as('zhao'));
refused('portion_day', 'outside the cycle', @add, '--quantity', '1', '--level', 'C', '--day', '2001-01-01', as('zhao'));
refused('goods_short', 'more than there is', @add, '--quantity', '201', '--level', 'C', as('zhao'));
refused('not_granted', 'a checker gives nothing', @add, '--quantity', '1', '--level', 'C', as('qian'));
my $zh = refused('portion_none', 'in Chinese', @add, '--quantity', '1', '--level', 'C', '--person-times', '0', '--lang', 'zh', as('zhao'));
utf8::decode($zh);
like($zh, qr/人次不知道就不填，不要填 0/, '… with what to do');

my $file = write_file('portions.csv', "编号,工会,日期,地点,物品,数量,人次,证据\n1,1508,$today,东街驿站,laba,50,,C\n2,1508,$today,西街驿站,laba,30,30,R\n3,1508,$today,西街驿站,粥,30,30,R\n4,1508,$today,西街驿站,laba,30,30,A\n");
my ($status, $out, $err) = songnuan('portion', 'import', $file, '--cycle', 'laba', as('zhao'));
is($status, 4, 'a file of which rows were not taken exits with 4');
like("$out$err", qr/item_unknown/, '… and they are told');
($status, $out) = songnuan('portion', 'import', $file, '--cycle', 'laba', as('zhao'));
my $list = rows('portion', 'list', '--cycle', 'laba', '--data', $data);
is(scalar @$list, 3, 'the same file again adds nothing');
ok_('a picture is kept', 'attachment', 'add', write_file('scan.pdf', "%PDF-1.4\n%%EOF\n"), '--for', 'portion:' . paper(11), '--consent', 'not-needed', '--id', paper(30), as('zhao'));
ok_('and read back', 'attachment', 'get', paper(30), '-o', write_file('seen.pdf', ''), as('qian'));
refused('not_granted', 'not by a cashier, whom it does not concern', 'attachment', 'get', paper(30), '-o', write_file('unseen.pdf', ''), as('zhou'));
is((grep { $_->{id} eq paper(11) } @{rows('portion', 'list', '--cycle', 'laba', '--data', $data)})[0]{level}, 'C', '… and its level is what it was');

my $report = json('report', '--cycle', 'laba', '--data', $data);
my %of = map { $_->{evidence} => $_ } @{$report->{portions}};
is($of{C}{quantity}, 150, 'the report has portions of level C');
is($of{C}{unit}, 'portion', '… in their own unit');
is($of{C}{person_times}, 95, '… person-times that are known');
is($of{C}{person_times_unknown}, 1, '… and how often they are not');
is($of{R}{quantity}, 30, 'those of level R apart');
is($report->{total}{units}{person}, 0, 'nobody is counted by it');
is($report->{total}{recipients}{value}, undef, 'nor in the people of the report');
my $text = ok_('the report', 'report', '--cycle', 'laba', '--lang', 'zh', '--data', $data);
utf8::decode($text);
like($text, qr/不记名发放（不计入人数和金额）：/, 'it says what it is');
like($text, qr/C  150 份，95 人次，其中 1 次人次不详/, '… with its units named') or diag($text);
$text = ok_('in English', 'report', '--cycle', 'laba', '--lang', 'en', '--data', $data);
like($text, qr/150 portions, 95 person-times, person-times not known of 1/, '… too');

refused('not_granted', 'who made it does not take it back', 'portion', 'reverse', paper(11), '--why', '多记', as('zhao'));
ok_('taken back', 'portion', 'reverse', paper(11), '--why', '多记', as('qian'));
refused('portion_reversed', 'not twice', 'portion', 'reverse', paper(11), '--why', '多记', as('qian'));
is((grep { $_->{evidence} eq 'C' } @{json('report', '--cycle', 'laba', '--data', $data)->{portions}})[0]{quantity}, 50, 'and counts no more');
ok_('verify', 'verify', '--data', $data);
done_testing();
