#!/usr/bin/python3
# The API says what it does: every GET route of openapi.json is called on the demo's data, and each answer, refusals too, is of
# the shape that the description promises. Writes are called with what they must refuse.
import base64, hashlib, http.client, json, os, re, subprocess, sys, tempfile
sys.dont_write_bytecode = True
from api import PROGRAM, Routes, Server, done, ok, sign_in
from jsonschema import Draft202012Validator

# The demo has nothing that these could be asked about.
NOTHING_TO_ASK = {
    '/api/v1/purchases/{purchase}',
    '/api/v1/cycles/{cycle}/cases/{case}',
    '/api/v1/attachments/{attachment}',  # the demo has no pictures
    '/api/v1/closings/{org}/{period}/remainders',  # the demo closes no year
    '/api/v1/payouts/{batch}/file',  # the demo's batches are exported by command
}
# What no list gives an argument for.
ASKED = {
    '/api/v1/orgs/{org}/move': ['/api/v1/orgs/150304/move?to=150100'],
    '/api/v1/orgs/{org}/merge': ['/api/v1/orgs/150304/merge?into=150302'],
    '/api/v1/cycles/{cycle}/copy': ['/api/v1/cycles/hw-2024/copy?code=hw-2027&from=2027-10-01'],
    '/api/v1/cycles/{cycle}/changes': ['/api/v1/cycles/hw-2025/changes', '/api/v1/cycles/hw-2024/changes'],
    '/api/v1/closings/{org}/{period}': ['/api/v1/closings/150000/202411', '/api/v1/closings/150428/202410', '/api/v1/closings/150000/2024'],
    '/api/v1/closings/{org}/{period}/accounts': ['/api/v1/closings/150000/202411/accounts', '/api/v1/closings/150428/202410/accounts'],
    '/api/v1/closings/{org}/{period}/remainders': ['/api/v1/closings/150000/2024/remainders'],
}
USERS = ['r-maker', 'r-accountant', 'r-auditor', 'w-maker', 'w-keeper', 'admin']


class Contract(Routes):
    def schema(self, part):
        return {**part, 'components': self.api['components']}

    def errors(self, operation, status, kind, body):
        promised = operation['responses'].get(str(status), operation['responses']['default'])
        if 'content' not in promised:
            return [] if body in (b'', None) else ['a body where none is promised']
        found = {t.split(';')[0]: c for t, c in promised['content'].items()}.get(kind.split(';')[0])
        if not found:
            return [f'{kind} is not promised for {status}']
        if 'json' not in kind:
            return []
        return [f'{"/".join(map(str, e.absolute_path))}: {e.message[:200]}'
                for e in Draft202012Validator(self.schema(found['schema'])).iter_errors(body)]


def some_papers(data):
    """What the demo tells nothing of: a budget line, and the letters of a county."""
    entry = '0192d0e6-7c00-7abc-8def-0000000000c1'
    for words in (('budget', 'add', '--org', '150000', '--cycle', 'hw-2024', '--code', 'gift', '--amount', '1000', '--source', 'OWN', '--words', '合成数据',
                   '--id', entry, '--as', 'r-maker'),
                  ('budget', 'approve', entry, '--as', 'r-approver'),
                  ('letter', 'print', 'hw', '--cycle', 'hw-2024', '--org', '150302', '--as', 'r-maker', '-o', data + '.html')):
        told = subprocess.run([PROGRAM, *words, '--data', data], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        ok(told.returncode == 0, ' '.join(words[:2]), told.stdout[-300:])


def an_import(contract, signed):
    """The demo's rosters came by command; one that is uploaded and checked is there to be asked about."""
    headers = {**signed['r-maker'], 'Idempotency-Key': 'import-1', 'X-Songnuan-File-Name': 'list.csv', 'Content-Type': 'text/csv'}
    roster = '姓名,身份证号\n合成甲,15030219700101001X\n合成乙,123\n'
    status, _, body, _ = contract.server.ask('POST', '/api/v1/imports?org=150302', headers, roster.encode())
    ok(status == 201, 'a roster is uploaded', status, body)
    checked = {**signed['r-maker'], 'Idempotency-Key': 'import-2', 'Content-Type': 'application/json'}
    status, _, body, _ = contract.server.ask('POST', f'/api/v1/imports/{body["id"]}/check', checked, '{}')
    ok(status == 200, 'and checked', status, body)


def a_backup_and_a_handover(contract, signed):
    """Nobody has made a backup of the demo, nor handed a post over: both are there to be asked about."""
    status, _, body, _ = contract.server.ask('POST', '/api/v1/system/backups', {**signed['admin'], 'Idempotency-Key': 'backup-1'})
    ok(status == 201 and body['backup']['bytes'] > 1000, 'a backup is made', status, body)
    again = contract.server.ask('POST', '/api/v1/system/backups', {**signed['admin'], 'Idempotency-Key': 'backup-1'})
    ok(again[0] == 201 and again[2] == body, 'the same request again is told of the same one', again[0], again[2])
    status, _, body, _ = contract.server.ask('GET', '/api/v1/system/backups', signed['admin'])
    ok(len(body['items']) == 1, 'and no other was made', body)
    headers = {**signed['w-maker'], 'Idempotency-Key': 'post-1', 'Content-Type': 'application/json'}
    paper = {'org': '150300', 'receiver': 'w-keeper', 'witness': 'r-auditor'}
    status, _, body, _ = contract.server.ask('POST', '/api/v1/posts', headers, json.dumps(paper))
    ok(status == 201 and body['my_turn'] == 'giver', 'a handover is drawn up', status, body)


def a_closed_month(contract, signed):
    """Of a union whose money moved in a month that is over."""
    status, _, body, _ = contract.server.ask('GET', '/api/v1/closings/next?org=150428', signed['r-accountant'])
    month = body['month']['period']
    headers = {**signed['r-accountant'], 'Idempotency-Key': 'closing-1', 'Content-Type': 'application/json'}
    status, _, body, _ = contract.server.ask('POST', '/api/v1/closings', headers, json.dumps({'org': '150428', 'period': month}))
    ok(status == 200, 'a month is closed', status, body)
    for part in ('', '/accounts'):
        ASKED['/api/v1/closings/{org}/{period}' + part] = [f'/api/v1/closings/150428/{month}{part}']


def reads(contract, signed):
    paths = sorted(contract.api['paths'].items(), key=lambda p: (p[0].count('{'), len(p[0])))
    unasked = []
    contract.learn_lists(signed, ('r-maker', 'w-maker', 'admin'))
    for path, methods in paths:
        operation = methods.get('get')
        if not operation or 'text/event-stream' in json.dumps(operation['responses']['200'].get('content', {})):
            continue
        targets = ASKED.get(path) or contract.targets(path)
        if not targets:
            unasked.append(path)
            continue
        wrong, good = [], False
        for login, headers in signed.items():
            for target in targets:
                status, kind, body, _ = contract.server.ask('GET', target, headers)
                good = good or status == 200
                wrong += [f'{login} {target} {status}: {e}' for e in contract.errors(operation, status, kind, body)]
                if status >= 500:
                    wrong.append(f'{login} {target}: {status} {body}')
        ok(not wrong, f'GET {path} answers as described', *wrong[:5])
        if not good:
            unasked.append(path)
        elsewhere = '&' if '?' in targets[0] else '?'
        if 'security' not in operation:
            status, kind, body, _ = contract.server.ask('GET', targets[0])
            ok(status == 401, f'GET {path} asks who you are', status, body)
        status, kind, body, _ = contract.server.ask('GET', targets[0] + elsewhere + 'no_such=1', signed['r-maker'])
        ok(status == 400 and body.get('code') == 'unknown_field', f'GET {path} takes no parameter that it does not know', status, body)
    ok(set(unasked) <= NOTHING_TO_ASK, 'nearly every route has answered', sorted(set(unasked) - NOTHING_TO_ASK))


def cursors(contract, signed):
    """A cursor is what the server gave; who makes his own is refused, and never shown what lies beside the list."""
    for path, methods in contract.api['paths'].items():
        operation = methods.get('get', {})
        if 'after' not in [p['name'] for p in operation.get('parameters', [])]:
            continue
        mark = hashlib.sha256(path.encode()).digest()[:8]
        wrong = []
        for target in contract.targets(path)[:1]:
            for key in ('-1', '-88888888888', '9223372036854775807', '99999999999999999999', 'x', '0', '\0'):
                after = base64.urlsafe_b64encode(mark + key.encode()).rstrip(b'=').decode()
                try:
                    status, _, body, _ = contract.server.ask('GET', target + ('&' if '?' in target else '?') + 'after=' + after, signed['r-maker'])
                except (ConnectionError, http.client.HTTPException) as e:
                    status, body = 0, e
                if status not in (400, 403) or status == 400 and body.get('code') not in ('bad_cursor', 'missing_field'):
                    wrong.append(f'{key}: {status} {body}')
        ok(not wrong, f'GET {path} takes no made-up cursor', *wrong)


def exports(contract, signed):
    for path, methods in contract.api['paths'].items():
        operation = methods.get('get', {})
        content = operation.get('responses', {}).get('200', {}).get('content', {})
        targets = contract.targets(path)
        if 'text/csv' not in content or not targets:
            continue
        for form, kind, start in (('csv', 'text/csv', b'\xef\xbb\xbf'), ('xlsx', 'application/vnd', b'PK')):
            answers = [contract.server.ask('GET', targets[0] + '?format=' + form, signed[u]) for u in ('r-maker', 'r-auditor', 'r-accountant')]
            wrong = [a[2] for a in answers if a[0] >= 500 or (a[0] == 200 and not (a[1].startswith(kind) and a[2].startswith(start)))]
            ok(not wrong, f'GET {path} as {form}', *wrong)
        status, _, body, _ = contract.server.ask('GET', targets[0] + '?format=csv', signed['w-keeper'])
        ok(status in (403, 404), f'GET {path} as a file is not for everybody', status, body)


def writes(contract, signed):
    for path, methods in contract.api['paths'].items():
        target = (contract.targets(path, query=False) or [re.sub(r'\{[^}]*\}', 'nothing', path)])[0]
        for method, operation in methods.items():
            if method == 'get' or path.startswith('/api/v1/session') or path == '/api/v1/setup':
                continue
            wrong = []
            schema = operation.get('requestBody', {}).get('content', {}).get('application/json')
            bodies = ['{', '[]', '{"no_such_field":1}', '{"a":"\\u0000"}'] if schema else [None]
            for login in ('r-maker', 'admin'):
                for body in bodies:
                    headers = {**signed[login], 'Idempotency-Key': f'c-{hash((path, method, body)) & 0xffff}'}
                    if body is not None:
                        headers['Content-Type'] = 'application/json'
                    elif not operation.get('requestBody') and method == 'delete':
                        continue  # it would do it
                    elif body is None:
                        continue
                    status, kind, answer, _ = contract.server.ask(method.upper(), target, headers, body)
                    if not 400 <= status < 500:
                        wrong.append(f'{login} {body}: {status} {answer}')
                    wrong += [f'{login} {body} {status}: {e}' for e in contract.errors(operation, status, kind, answer)]
            ok(not wrong, f'{method.upper()} {path} refuses as described', *wrong[:5])


# What a body may hold that nobody has thought of.
HOSTILE = [-1, 0, 2**63 - 1, -2**63, 2**64, 1.5, '', ' ', 'x' * 5000, "'; DROP TABLE person; --", '<script>alert(1)</script>', '\u202e\u0000',
           '=cmd|1', None, True, [], {}, [[]], [{}] * 3, '0000-00-00', '9999-12-31', '00000000-0000-0000-0000-000000000000']


def hostile(contract, signed):
    """Each field of each body in turn is something else than it should be: an answer or a refusal, never a fault, and the books
    balance afterwards."""
    asked = 0
    for path, methods in contract.api['paths'].items():
        target = (contract.targets(path, query=False) or [re.sub(r'\{[^}]*\}', '01928c5e-8a3b-7c4d-9e5f-0123456789ab', path)])[0]
        for method, operation in methods.items():
            content = operation.get('requestBody', {}).get('content', {}).get('application/json')
            if method == 'get' or not content or 'session' in path or path == '/api/v1/setup':
                continue
            wrong = []
            for login in ('r-maker', 'admin'):
                for field in content['example']:
                    for value in HOSTILE:
                        asked += 1
                        headers = {**signed[login], 'Content-Type': 'application/json', 'Idempotency-Key': f'h-{asked}'}
                        body = json.dumps({**content['example'], field: value})
                        try:
                            status, kind, answer, _ = contract.server.ask(method.upper(), target, headers, body)
                        except (ConnectionError, http.client.HTTPException) as e:
                            status, kind, answer = 0, '', e
                        if not 200 <= status < 500 or 'text/html' in kind:
                            wrong.append(f'{login} {field}={value!r:.60}: {status} {answer}')
            ok(not wrong, f'{method.upper()} {path} answers whatever it is given', *wrong[:5])
    ok(asked > 3000, 'much was tried', asked)
    _, _, trial, _ = contract.server.ask('GET', '/api/v1/ledger/trial', signed['r-auditor'])
    ok(trial.get('balanced') is True, 'the books balance', trial)


def live(contract, signed):
    """A stream tells of a commit and of one's own work; what was missed while away is told at once."""
    def join(last=None):
        c = http.client.HTTPConnection('127.0.0.1', contract.server.port, timeout=20)
        c.request('GET', '/api/v1/live', headers={**signed['r-maker'], **({'Last-Event-ID': last} if last else {})})
        return c.getresponse()

    def until(stream, word):
        event = {}
        for _ in range(200):
            line = stream.readline().decode().rstrip('\n')
            if line == '' and event.get('event') == word:
                return event
            if line == '':
                event = {}
            elif ':' in line:
                name, value = line.split(':', 1)
                event[name] = value.strip()
        return {}

    def write(code):
        return contract.server.ask('POST', '/api/v1/cycles', {**signed['r-maker'], 'Content-Type': 'application/json', 'Idempotency-Key': code},
                                   json.dumps({'code': code, 'name': '试', 'programme': 'condolence-campaign', 'org': '150000', 'from': '2025-01-01'}))[0]
    stream = join()
    ok(stream.getheader('Content-Type') == 'text/event-stream', 'a stream of events')
    first = until(stream, 'commit')
    ok(write('live-1') == 201, 'something is written')
    second = until(stream, 'commit')
    ok(int(second['id']) > int(first['id']) and json.loads(second['data'])['seq'] == int(second['id']), 'the stream tells of it', first, second)
    job = '01928c5e-8a3b-7c4d-9e5f-0123456789ac'
    contract.server.ask('GET', '/api/v1/cycles?format=xlsx', {**signed['r-maker'], 'X-Songnuan-Job': job})
    told = json.loads(until(stream, 'job')['data'])
    ok(told['id'] == job, 'one\'s own work is told', told)
    stream.close()
    again = join(first['id'])
    ok(int(until(again, 'commit')['id']) >= int(second['id']), 'what was missed is told at once')
    others = [join() for _ in range(9)]
    ok(any(o.status == 429 for o in others), 'a session has only so many streams', [o.status for o in others])
    status, _, body, _ = contract.server.ask('GET', '/api/v1/jobs', signed['r-maker'])
    ok([j['state'] for j in body['items'] if j['id'] == job] == ['done'], 'it is listed as done', body)
    status, _, body, _ = contract.server.ask('DELETE', '/api/v1/jobs/' + job, signed['r-maker'])
    ok((status, body['code']) == (404, 'no_such_job'), 'what is done cannot be cancelled', status, body)
    status, _, _, _ = contract.server.ask('GET', '/api/v1/live')
    ok(status == 401, 'nobody listens who is not signed in')


def main():
    with tempfile.TemporaryDirectory() as data:
        data = os.path.join(data, 'demo')
        told = subprocess.run([PROGRAM, 'demo', '--data', data], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if not ok(told.returncode == 0, 'the demo is told', told.stdout[-500:]):
            return
        some_papers(data)
        server = Server(data)
        try:
            signed = {login: sign_in(server, login) for login in USERS}
            contract = Contract(server)
            ok(contract.api['openapi'] == '3.1.0', 'the API is described')
            for name, schema in contract.api['components']['schemas'].items():
                Draft202012Validator.check_schema(schema)
            examples = [(p, m, c) for p, ms in contract.api['paths'].items() for m, o in ms.items()
                        for part in [o.get('requestBody', {})] + list(o['responses'].values())
                        for c in part.get('content', {}).values() if 'example' in c]
            wrong = [f'{m} {p}: {e.message[:200]}' for p, m, c in examples
                     for e in Draft202012Validator(contract.schema(c['schema'])).iter_errors(c['example'])]
            ok(not wrong, 'its examples are of their own shape', *wrong[:10])
            an_import(contract, signed)
            a_backup_and_a_handover(contract, signed)
            a_closed_month(contract, signed)
            reads(contract, signed)
            cursors(contract, signed)
            exports(contract, signed)
            writes(contract, signed)
            live(contract, signed)
            hostile(contract, signed)
        finally:
            server.process.terminate()
            ok(server.process.wait(10) == 0, 'the server ends well')


main()
done()
