#!/usr/bin/python3
# A storm of wrong sign-ins, hashed at their real cost: who is signed in reads on meanwhile; what is too much is told to come again.
import concurrent.futures, http.client, json, os, re, subprocess, sys, tempfile, threading
sys.dont_write_bytecode = True
from api import PROGRAM, done, ok

PASSWORD = '合成数据-四个不相干的词-7'  # synthetic
STORM = 70  # two are hashed at once, fifty wait


def songnuan(data, *words, typed=''):
    subprocess.run([PROGRAM, *words, '--data', data], input=typed, text=True, check=True, stdout=subprocess.DEVNULL)


def ask(port, method, target, body=None, headers=None, source=1):
    """From an address of its own: one address may try sixty times a minute."""
    c = http.client.HTTPConnection('127.0.0.1', port, timeout=900, source_address=(f'127.0.0.{source}', 0))
    kind = {'Content-Type': 'application/json'} if body else {}
    c.request(method, target, json.dumps(body) if body else None, {**(headers or {}), **kind})
    r = c.getresponse()
    text = r.read()
    c.close()
    return r, text


def sign_in(port, login, password, source):
    return ask(port, 'POST', '/api/v1/session', {'login': login, 'password': password}, source=source)


def storm(port):
    r, _ = sign_in(port, 'reader', PASSWORD, 250)
    ok(r.status == 201, 'a user is signed in', r.status)
    bearer = {'Authorization': 'Bearer ' + re.match(r'__Host-sid=([^;]+)', r.getheader('Set-Cookie')).group(1)}
    answers, begun = [], threading.Event()

    def wrong(n):
        r, text = sign_in(port, f'nobody{n}', 'wrong-wrong-wrong-1', n + 1)
        answers.append((r.status, json.loads(text)['code'], r.getheader('Retry-After')))
        if r.status == 403:
            begun.set()
    with concurrent.futures.ThreadPoolExecutor(STORM) as pool:
        waiting = [pool.submit(wrong, n) for n in range(STORM)]
        begun.wait(300)
        reads = [ask(port, 'GET', '/api/v1/sessions', headers=bearer, source=250)[0].status for _ in range(3)]
        hashed = sum(a[0] == 403 for a in answers)
        concurrent.futures.wait(waiting)
    refused = [a for a in answers if a[0] == 403]
    busy = [a for a in answers if a[0] == 429]
    ok(reads == [200] * 3, 'lists are read', reads)
    ok(hashed < len(refused), 'before the storm is over', hashed, len(refused))
    ok(len(refused) + len(busy) == STORM and refused and {a[1] for a in refused} == {'signin_wrong'}, 'each sign-in has its answer', answers)
    ok(busy and {a[1] for a in busy} == {'server_busy'} and all(int(a[2]) > 0 for a in busy), 'those past the queue are told when to come again', busy)
    r, _ = sign_in(port, 'reader', PASSWORD, 250)
    ok(r.status == 201, 'and afterwards all is as before', r.status)


def main():
    with tempfile.TemporaryDirectory() as directory:
        data = os.path.join(directory, 'data')
        songnuan(data, 'init')
        songnuan(data, 'user', 'add', 'reader', '--name', '合成用户', '--as', 'admin')
        songnuan(data, 'user', 'password', 'reader', '--as', 'reader', typed=PASSWORD + '\n')
        server = subprocess.Popen([PROGRAM, 'serve', '--data', data, '--listen', '127.0.0.1:0'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            storm(int(re.search(r':(\d+)$', server.stdout.readline()).group(1)))
        finally:
            server.terminate()
            ok(server.wait(10) == 0, 'the server ends well')


main()
done()
