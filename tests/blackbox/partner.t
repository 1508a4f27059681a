#!/usr/bin/perl
# Bodies outside the tree: registered once, found by what they are called, renamed, closed.
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

ok_('init', 'init', '--data', $data);
my $unions = write_file('unions.csv', "code,parent,level,kind,name\n15,,1,general,甲省总工会\n1508,15,2,general,乙市总工会\n1509,15,2,general,丁市总工会\n");
ok_('unions', 'org', 'import', $unions, as('admin'));
ok_('li', 'user', 'add', 'li', '--name', '李', '--org', '1508', as('admin'));
ok_('li is maker', 'user', 'grant', 'li', '--role', 'maker', '--org', '1508', as('admin'));

ok_('a partner is registered', 'partner', 'add', 'zjj', '--name', '乙市住房和城乡建设局', '--kind', '政府部门', '--org', '1508', '--day', '2020-01-01', as('li'));
refused('not_granted', 'not beside a union of others', 'partner', 'add', 'x', '--name', '丁市城市管理局', '--kind', 'government', '--org', '1509', as('li'));
refused('partner_name_taken', 'one body is registered once', 'partner', 'add', 'zjj2', '--name', '乙市住房和城乡建设局', '--kind', '政府部门', '--org', '1508', as('li'));
refused('partner_bad_kind', 'a kind that there is not', 'partner', 'add', 'x', '--name', '丙', '--kind', '工厂', as('li'));
refused('bad_uscc_checksum', 'a USCC with a slip', 'partner', 'add', 'x', '--name', '丙公司', '--kind', 'company', '--org', '1508', '--uscc', '91150000MA0000000X', as('li'));
my $zh = refused('partner_bad_kind', 'in Chinese', 'partner', 'add', 'x', '--name', '丙', '--kind', '工厂', '--lang', 'zh', as('li'));
utf8::decode($zh);
like($zh, qr/政府部门、事业单位、医院/, '… with what to write');
ok_('an alias', 'partner', 'alias', 'zjj', '住建局', as('li'));
ok_('a new name, found by the alias', 'partner', 'rename', '住建局', '乙市住房和建设局', as('li'));

my $file = write_file('partners.csv', "代码,名称,类型,所属工会,简称\nyy,乙市医院,医院,1508,市医院\nhw,乙市环卫服务中心,事业单位,1509,\n");
my ($status, $out, $err) = songnuan('partner', 'import', $file, as('li'));
is($status, 4, 'a file of which a row was not taken exits with 4');
like($err, qr/row 3.*not_granted/s, '… and the row is told');
my $list = json('partner', 'list', '--org', '15', '--data', $data);
my %by = map { $_->{code} => $_ } @{ref $list eq 'HASH' ? $list->{rows} // $list->{partner} : $list};
is($by{zjj}{name}, '乙市住房和建设局', 'the name of today');
is($by{zjj}{former_names}, '乙市住房和城乡建设局', 'the former one is kept') or diag(explain(\%by));
is($by{yy}{aliases}, '市医院', 'aliases from the file');
ok_('closed', 'partner', 'close', 'yy', as('li'));
refused('partner_closed', 'a closed one is refused', 'partner', 'rename', 'yy', '乙市人民医院', as('li'));
$out = ok_('the list', 'partner', 'list', '--lang', 'en', '--data', $data);
unlike($out, qr/\byy\b/, 'lists show open ones');
like(ok_('all', 'partner', 'list', '--all', '--data', $data), qr/\byy\b/, '… or all');
ok_('verify', 'verify', '--data', $data);
done_testing();
