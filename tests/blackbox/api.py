# What the tests of the API in Python share: TAP, a server on the demo's data, signing in, and the description's routes with
# arguments that its own lists have given. No test by itself.
import base64, hashlib, hmac, http.client, json, os, re, struct, subprocess, time, urllib.parse

PASSWORD = 'orange-coat-warm-hands'  # of `serve --demo`
PROGRAM = os.environ.get('SONGNUAN', 'build/songnuan')
count = failed = 0  # of ok()


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
        self.process = subprocess.Popen([PROGRAM, 'serve', '--demo', '--data', data, '--listen', '127.0.0.1:0', '--rate', '1000000'],
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


class Routes:
    def __init__(self, server):
        self.server = server
        _, _, self.api, _ = server.ask('GET', '/api/v1/openapi.json')
        self.known = {'cycle': ['hw-2024'], 'org': ['150300'], 'job': ['01928c5e-8a3b-7c4d-9e5f-0123456789ab']}

    def learn(self, path, body):
        """Codes and ids of a list are arguments of the routes below it (/cycles gives {cycle}); what an item calls record_id or
        account is {record} or {account} anywhere."""
        items = body.get('items') if isinstance(body, dict) else None
        for item in items or []:
            first = next(iter(item), '')  # entry_id of /budgets/entries is the {entry} of the route below it
            for key in ('id', 'code', 'login') if not first.endswith('_id') else (first,):
                if isinstance(item.get(key), str):
                    self.known.setdefault('under:' + path, []).append(item[key])
                    break
            if 'account' in item and 'shard' in item:
                self.known.setdefault('shard', [item['shard']])
                self.known.setdefault('account', [item['account']])
            for key, value in item.items():
                if key.endswith('_id') and isinstance(value, str):
                    self.known.setdefault(key[:-3], []).append(value)

    def learn_lists(self, signed, logins):
        """Asks each list once, from the shortest path on, for what can be known."""
        for path, methods in sorted(self.api['paths'].items(), key=lambda p: (p[0].count('{'), len(p[0]))):
            for target in self.targets(path) if 'get' in methods and not path.endswith('/live') else []:
                for login in logins:
                    status, _, body, _ = self.server.ask('GET', target, signed[login])
                    if status == 200:
                        self.learn(path, body)

    def targets(self, path, query=True):
        """The path with arguments that the lists gave, and the parameters that it cannot do without; none: nothing is known
        that it could be asked about."""
        found = ['']
        at = ''
        for part in path.strip('/').split('/'):
            if not part.startswith('{'):
                found = [f + '/' + part for f in found]
                at += '/' + part
                continue
            values = (self.known.get('under:' + at) or self.known.get(part[1:-1]) or [])[:3]
            found = [f + '/' + urllib.parse.quote(v, safe='') for f in found for v in values]
            at += '/' + part
        needed = [(p['name'], p['example']) for p in self.api['paths'][path].get('get', {}).get('parameters', [])
                  if query and p['in'] == 'query' and p.get('required')]
        tail = '?' + urllib.parse.urlencode(needed) if needed else ''
        return [f + tail for f in found[:4]]

    def good_target(self, path, signed):
        """(target, login) that answers 200, with every parameter whose example the demo knows; (None, None): there is none."""
        for login, headers in signed.items():
            for target in self.targets(path):
                if self.server.ask('GET', target, headers)[0] != 200:
                    continue
                for p in self.api['paths'][path]['get']['parameters']:
                    if p['in'] != 'query' or p.get('required') or p['name'] in ('after', 'format') or 'example' not in p:
                        continue
                    more = target + ('&' if '?' in target else '?') + urllib.parse.urlencode({p['name']: p['example']})
                    if self.server.ask('GET', more, headers)[0] == 200:
                        target = more
                return target, login
        return None, None


def done():
    print(f'1..{count}')
    raise SystemExit(failed > 0)
