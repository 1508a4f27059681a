#!/usr/bin/python3
# Security keys over the API: what is asked is as described, what is made up opens nothing, and the address is the one that was told.
# What a key signs is tests/unit/test_session_key.c's and a browser's matter (tests/browser/keys.spec.ts).
import base64, http.client, json, os, re, subprocess, sys, tempfile
sys.dont_write_bytecode = True
from api import PROGRAM, done, ok, sign_in
from jsonschema import Draft202012Validator

JSON = {'Content-Type': 'application/json'}


class Server:
    def __init__(self, data, *words):
        self.process = subprocess.Popen([PROGRAM, 'serve', '--demo', '--data', data, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = int(re.search(r':(\d+)$', self.process.stdout.readline()).group(1))

    def ask(self, method, target, headers=None, body=None):
        c = http.client.HTTPConnection('127.0.0.1', self.port, timeout=300)
        c.request(method, target, body=body, headers=headers or {})
        r = c.getresponse()
        raw = r.read()
        c.close()
        return r.status, r.getheader('Content-Type') or '', json.loads(raw) if raw else None, r

    def end(self):
        self.process.terminate()
        ok(self.process.wait(30) == 0, 'the server ends well')


def described(server, path, method, status, body):
    _, _, api, _ = server.ask('GET', '/api/v1/openapi.json')
    answer = api['paths'][path][method]['responses'][str(status)]['content']['application/json']['schema']
    return [e.message for e in Draft202012Validator({**answer, 'components': api['components']}).iter_errors(body)]


def asked(server, headers):
    status, _, factors, _ = server.ask('GET', '/api/v1/session/factors', headers)
    ok(status == 200 and factors['keys'] == 0 and factors['key_site'] == f'http://localhost:{server.port}', 'a server of this machine is localhost', factors)
    status, _, offer, _ = server.ask('POST', '/api/v1/session/keys/begin', headers)
    ok(status == 200 and not described(server, '/api/v1/session/keys/begin', 'post', 200, offer), 'a new key is asked for as described', status, offer)
    ok(offer['rp_id'] == 'localhost' and len(base64.urlsafe_b64decode(offer['challenge'] + '=')) == 32 and offer['algorithms'] == ['-8', '-7', '-257'],
       'with a challenge and what is taken', offer)
    _, _, again, _ = server.ask('POST', '/api/v1/session/keys/begin', headers)
    ok(again['challenge'] != offer['challenge'], 'another one each time')


def refused(server, headers):
    def says(method, target, body, status, code, what):
        got, _, answer, _ = server.ask(method, '/api/v1/session' + target, {**headers, **JSON} if body is not None else headers,
                                       json.dumps(body) if body is not None else None)
        ok(got == status and answer['code'] == code, what, got, answer)
    key = {'name': '密钥', 'attestation': 'oA', 'client_data': 'e30'}
    none = '01928c5e-8a3b-7c4d-9e5f-0123456789ab'
    says('POST', '/keys', key, 403, 'key_wrong', 'what is no key is none')
    says('POST', '/keys', key, 409, 'key_asked_before', 'and has answered the question')
    says('POST', '/keys', {**key, 'name': ' '}, 400, 'bad_key_name', 'a key has a name')
    says('POST', '/keys', {**key, 'client_data': 'not base64url!'}, 403, 'key_wrong', 'bytes are base64url')
    says('POST', '/keys', {**key, 'attestation': 'A' * 20000}, 413, 'too_long', 'of a size that keys have')
    says('POST', '/keys', {**key, 'more': 1}, 400, 'unknown_field', 'and nothing else')
    says('POST', f'/keys/{none}/name', {'name': '别的'}, 404, 'no_such_key', 'none is renamed')
    says('DELETE', f'/keys/{none}', None, 404, 'no_such_key', 'or removed')
    says('POST', '/second-factor/key/begin', None, 409, 'no_key', 'who has none is asked for none')
    answer = {'credential_id': 'AAAA', 'client_data': 'e30', 'authenticator_data': 'AAAA', 'signature': 'AAAA'}
    says('POST', '/second-factor/key', answer, 409, 'key_asked_before', 'and answers nothing')


def addresses(data):
    for words in (['http://care.example.cn'], ['https://10.0.0.5'], ['https://care.example.cn/x']):
        wrong = subprocess.run([PROGRAM, 'serve', '--demo', '--data', data, '--listen', '127.0.0.1:0', '--site', *words], capture_output=True, text=True)
        ok(wrong.returncode == 2 and 'bad_site' in wrong.stderr, f'--site {words[0]} is no address', wrong)
    for words, site, code in ((['--site', 'https://care.example.cn'], 'https://care.example.cn', None), ([], None, 'site_unknown')):
        server = Server(data, '--listen', '0.0.0.0:0', '--insecure-http', *words)
        headers = sign_in(server, 'w-maker')
        _, _, factors, _ = server.ask('GET', '/api/v1/session/factors', {**headers, 'Host': 'evil.example'})
        ok(factors['key_site'] == site, 'where keys work is what was told', factors)
        _, _, offer, _ = server.ask('POST', '/api/v1/session/keys/begin', {**headers, 'Host': 'evil.example'})
        ok(offer.get('rp_id') == (site and 'care.example.cn') and offer.get('code') == code, 'whatever a request says', offer)
        server.end()


def main():
    with tempfile.TemporaryDirectory() as directory:
        data = os.path.join(directory, 'demo')
        subprocess.run([PROGRAM, 'demo', '--data', data], check=True, stdout=subprocess.DEVNULL)
        server = Server(data, '--listen', '127.0.0.1:0')
        try:
            headers = sign_in(server, 'w-checker')
            asked(server, headers)
            refused(server, headers)
            status, _, _, _ = server.ask('POST', '/api/v1/session/keys/begin')
            ok(status == 401, 'nobody is asked without a session', status)
        finally:
            server.end()
        addresses(data)


main()
done()
