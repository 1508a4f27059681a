#!/usr/bin/python3
# The API says what it does: every GET route of openapi.json is called on the demo's data, and each answer, refusals too, is of
# the shape that the description promises. Writes are called with what they must refuse.
import base64, hashlib, hmac, http.client, json, os, re, struct, subprocess, sys, tempfile, time
from jsonschema import Draft202012Validator

PASSWORD = 'orange-coat-warm-hands'  # of `serve --demo`
PROGRAM = os.environ.get('SONGNUAN', 'build/songnuan')
USERS = ['r-maker', 'r-accountant', 'r-auditor', 'w-maker', 'w-keeper', 'admin']
count = failed = 0


def ok(good, what, *more):
    global count, failed
    count += 1
    failed += not good
    print(('ok' if good else 'not ok'), count, '-', what)
    for line in more if not good else ():
        print('#', str(line)[:600])
    return good


class Server:
    def __init__(self, data):
        self.err = open(os.path.join(data, 'journal'), 'w')
        self.process = subprocess.Popen([PROGRAM, 'serve', '--demo', '--data', data, '--listen', '127.0.0.1:0'],
                                        stdout=subprocess.PIPE, stderr=self.err, text=True)
        self.port = int(re.search(r':(\d+)$', self.process.stdout.readline()).group(1))

    def ask(self, method, target, headers=None, body=None):
        c = http.client.HTTPConnection('127.0.0.1', self.port, timeout=60)
        c.request(method, target, body=body, headers=headers or {})
        r = c.getresponse()
        raw = r.read()
        c.close()
        kind = r.getheader('Content-Type') or ''
        return r.status, kind, (json.loads(raw) if 'json' in kind and raw else raw), r


def totp(secret):
    key = base64.b32decode(secret + '=' * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack('>Q', int(time.time() / 30)), hashlib.sha1).digest()
    at = digest[-1] & 15
    return '%06d' % ((struct.unpack('>I', digest[at:at + 4])[0] & 0x7fffffff) % 1000000)


def sign_in(server, login):
    j = {'Content-Type': 'application/json'}
    status, _, session, r = server.ask('POST', '/api/v1/session', j, json.dumps({'login': login, 'password': PASSWORD}))
    if status != 201:
        raise SystemExit(f'sign in as {login}: {status} {session}')
    def token(r):
        return {'Authorization': 'Bearer ' + re.match(r'__Host-sid=([^;]+)', r.getheader('Set-Cookie')).group(1)}
    headers = token(r)
    if session['need'] == 'enrol':
        _, _, totp_reply, _ = server.ask('POST', '/api/v1/session/totp', headers)
        _, _, _, r = server.ask('POST', '/api/v1/session/totp/confirm', {**headers, **j},
                                json.dumps({'code': totp(totp_reply['secret'])}))
        headers = token(r)
    return headers


class Contract:
    def __init__(self, server):
        self.server = server
        _, _, self.api, _ = server.ask('GET', '/api/v1/openapi.json')
        self.known = {'cycle': ['hw-2024'], 'org': ['150300'], 'job': ['01928c5e-8a3b-7c4d-9e5f-0123456789ab']}

    def schema(self, part):
        return {**part, 'components': self.api['components']}

    def errors(self, operation, status, kind, body):
        promised = operation['responses'].get(str(status), operation['responses']['default'])
        if 'content' not in promised:
            return [] if body in (b'', None) else ['a body where none is promised']
        found = promised['content'].get(kind.split(';')[0])
        if not found:
            return [f'{kind} is not promised for {status}']
        if 'json' not in kind:
            return []
        return [f'{"/".join(map(str, e.absolute_path))}: {e.message[:200]}'
                for e in Draft202012Validator(self.schema(found['schema'])).iter_errors(body)]

    def learn(self, path, body):
        """Codes and ids of a list are arguments of the routes below it: /cycles gives {cycle}."""
        items = body.get('items') if isinstance(body, dict) else None
        for item in items or []:
            for key in ('id', 'code', 'login'):
                if isinstance(item, dict) and isinstance(item.get(key), str):
                    self.known.setdefault('under:' + path, []).append(item[key])
                    break

    def targets(self, path):
        """The path with arguments that the lists gave; none: nothing is known that it could be asked about."""
        found = ['']
        at = ''
        for part in path.strip('/').split('/'):
            if not part.startswith('{'):
                found = [f + '/' + part for f in found]
                at += '/' + part
                continue
            values = (self.known.get('under:' + at) or self.known.get(part[1:-1]) or [])[:3]
            found = [f + '/' + v for f in found for v in values]
            at += '/' + part
        return found[:4]


def reads(contract, signed):
    paths = sorted(contract.api['paths'].items(), key=lambda p: (p[0].count('{'), len(p[0])))
    unasked = []
    for path, methods in paths:
        operation = methods.get('get')
        if not operation or 'text/event-stream' in json.dumps(operation['responses']['200'].get('content', {})):
            continue
        targets = contract.targets(path)
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
                if status == 200:
                    contract.learn(path, body)
        ok(not wrong, f'GET {path} answers as described', *wrong[:5])
        if not good:
            unasked.append(path)
        if 'security' not in operation:
            status, kind, body, _ = contract.server.ask('GET', targets[0])
            ok(status == 401, f'GET {path} asks who you are', status, body)
        status, kind, body, _ = contract.server.ask('GET', targets[0] + '?no_such=1', signed['r-maker'])
        ok(status == 400 and body.get('code') == 'unknown_field', f'GET {path} takes no parameter that it does not know', status, body)
    for path in unasked:
        print('# nothing in the demo to ask about, or nobody who may:', path)


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
        target = (contract.targets(path) or [re.sub(r'\{[^}]*\}', 'nothing', path)])[0]
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


def main():
    with tempfile.TemporaryDirectory() as data:
        data = os.path.join(data, 'demo')
        told = subprocess.run([PROGRAM, 'demo', '--data', data], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if not ok(told.returncode == 0, 'the demo is told', told.stdout[-500:]):
            return
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
            reads(contract, signed)
            exports(contract, signed)
            writes(contract, signed)
        finally:
            server.process.terminate()
            ok(server.process.wait(10) == 0, 'the server ends well')


main()
print(f'1..{count}')
sys.exit(failed > 0)
