#!/usr/bin/python3
# Whole numbers through a real server: who has no second factor, the budget with its Retry-After, who looked, and a disk that is
# full: then nothing is shown. Everybody in it is synthetic (合成数据).
import json, os, re, resource, sqlite3, subprocess, sys, tempfile
sys.dont_write_bytecode = True
from api import PROGRAM, Server, done, ok, sign_in

ASK = {'field': 'id_number', 'purpose': 'complaint', 'reference': '来访登记 2024-17'}
tries = 0


def unmask(server, headers, person, **said):
    global tries
    tries += 1
    return server.ask('POST', f'/api/v1/people/{person}/unmask', {**headers, 'Content-Type': 'application/json', 'Idempotency-Key': f'unmask-{tries}'},
                      json.dumps({**ASK, **said}))


def lines(data):
    with sqlite3.connect(f'file:{data}/songnuan.db?mode=ro', uri=True) as db:
        return db.execute("SELECT COUNT(*) FROM audit WHERE act LIKE 'unmask%' AND outcome = 'ok'").fetchone()[0]


def budget(server, data, checker, person):
    seen = []
    for _ in range(20):
        status, _, body, r = unmask(server, checker, person)
        seen.append(status)
    ok(seen == [200] * 20, 'twenty are shown', seen, body)
    ok(re.fullmatch(r'\d{17}[\dX]', body['value']), 'whole', body)
    ok(r.getheader('Cache-Control') == 'no-store', 'and nobody on the way keeps it', r.getheader('Cache-Control'))
    ok(lines(data) == 20, 'each has its line', lines(data))
    status, _, body, r = unmask(server, checker, person)
    ok(status == 429 and body['code'] == 'unmask_budget', 'the twenty-first is refused', status, body)
    ok(3500 < int(r.getheader('Retry-After')) <= 3600, 'and told when it is possible again', r.getheader('Retry-After'))
    ok('value' not in body, 'without the number', body)


def full_disk(server, data, auditor, person):
    """No byte more is written to any file: the line cannot be durable, so there is no number."""
    before = lines(data)
    old = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (0, old[1]))
    status, _, body, _ = unmask(server, auditor, person)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, old)
    ok(status == 507, 'a disk that takes nothing: refused', status, body)
    ok('value' not in body and not re.search(r'\d{17}[\dX]', json.dumps(body)), 'without the number', body)
    ok(server.process.poll() is None and lines(data) == before, 'and without a line; the server goes on')


def main():
    with tempfile.TemporaryDirectory() as scratch:
        data = os.path.join(scratch, 'demo')
        if subprocess.run([PROGRAM, 'demo', '--data', data], stdout=subprocess.DEVNULL).returncode:
            raise SystemExit('demo')
        server = Server(data)
        maker, checker, auditor = (sign_in(server, login) for login in ('r-maker', 'r-checker', 'r-auditor'))
        _, _, people, _ = server.ask('GET', '/api/v1/people?limit=5', maker)
        person = people['items'][0]['id']
        status, _, body, _ = unmask(server, maker, person)
        ok(status == 403 and body['code'] == 'factor_needed_here', 'who has no second factor is told to take one', status, body)
        budget(server, data, checker, person)
        _, _, views, _ = server.ask('GET', f'/api/v1/people/{person}/views', auditor)
        shown = [v for v in views['items'] if v['act'] == 'unmask' and v['outcome'] == 'ok']
        ok(len(shown) == 20 and shown[0]['reference'] == ASK['reference'] and shown[0]['purpose'] == 'complaint', 'who looked, and what for', views['items'][:2])
        status, _, body, _ = unmask(server, auditor, person, field='phone', reference='13800138000')
        ok(status == 400 and body['code'] == 'audit_personal' and '13800138000' not in json.dumps(body), 'no number goes into the trail', status, body)
        full_disk(server, data, auditor, person)
        status, _, body, _ = unmask(server, auditor, person)
        ok(status == 200, 'with room again it is shown', status, body)
        server.process.terminate()
        server.process.wait()
        with open(os.path.join(data, 'journal')) as journal:
            ok(not re.search(r'\d{17}[\dX]', journal.read()), 'no number is in the journal')
        told = subprocess.run([PROGRAM, 'people', 'unmask', person, '--field', 'id_number', '--purpose', 'inspection', '--reference', '抽查 1', '--data', data,
                               '--as', 'r-maker', '--format', 'json'], stdout=subprocess.PIPE, text=True)
        ok(told.returncode == 0 and re.fullmatch(r'\d{17}[\dX]', json.loads(told.stdout)['value']), 'the command line shows it, too', told)
        told = subprocess.run([PROGRAM, 'people', 'unmask', person, '--field', 'id_number', '--purpose', 'inspection', '--reference', '抽查 1', '--data', data,
                               '--as', 'r-checker'], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        ok(told.returncode == 69 and 'unmask_budget' in told.stderr, 'by the same budget', told)
    done()


main()
