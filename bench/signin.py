#!/usr/bin/python3
# Signing in, measured on a server with real Argon2id costs; prints, asserts nothing (times belong to bench/).
#   same    how long a wrong password takes for a user there is and for one there is not: medians of 200 each, in turns (trust.md T1)
#   storm   how long a read in the pool takes while 50 wrong sign-ins come at once, beside the same reads in quiet
# SONGNUAN: the program (build/songnuan).  The people are synthetic.
import concurrent.futures, http.client, json, os, re, statistics, subprocess, tempfile, threading, time

PROGRAM = os.environ.get('SONGNUAN', 'build/songnuan')
PASSWORD = '合成数据-四个不相干的词-7'
USERS, TRIES, STORM = 50, 4, 50  # an account is shut after five failures


def songnuan(data, *words, typed=''):
    subprocess.run([PROGRAM, *words, '--data', data], input=typed, text=True, check=True, stdout=subprocess.DEVNULL)


class Server:
    def __init__(self, data):
        self.process = subprocess.Popen([PROGRAM, 'serve', '--data', data, '--listen', '127.0.0.1:0', '--rate', '1000000'],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = int(re.search(r':(\d+)$', self.process.stdout.readline()).group(1))

    def ask(self, method, target, body=None, headers=None, source=1):
        """From an address of its own kind: one address may try sixty times a minute."""
        c = http.client.HTTPConnection('127.0.0.1', self.port, timeout=120, source_address=(f'127.0.{source // 200}.{source % 200 + 1}', 0))
        begun = time.perf_counter()
        c.request(method, target, json.dumps(body) if body else None, {**(headers or {}), **({'Content-Type': 'application/json'} if body else {})})
        r = c.getresponse()
        text = r.read()
        took = (time.perf_counter() - begun) * 1000
        c.close()
        return r, text, took


def sign_in(server, login, password, source):
    return server.ask('POST', '/api/v1/session', {'login': login, 'password': password}, source=source)


def same(server):
    took = {'known': [], 'unknown': []}
    words = {'known': set(), 'unknown': set()}
    for i in range(TRIES):
        for n in range(USERS):
            for kind, login in (('known', f'user{n}'), ('unknown', f'none{n}')):
                r, text, ms = sign_in(server, login, 'wrong-wrong-wrong-1', 1 + (i * USERS + n) // 25)
                took[kind].append(ms)
                words[kind].add((r.status, json.loads(text)['code']))
    known, unknown = (statistics.median(took[k]) for k in ('known', 'unknown'))
    print(f'same    known {known:.1f} ms, unknown {unknown:.1f} ms, medians of {USERS * TRIES} each: '
          f'{abs(known - unknown):.2f} ms apart; answers {words["known"]} and {words["unknown"]}')


def quantiles(times):
    times = sorted(times)
    return f'median {statistics.median(times):.1f} ms, 99 % {times[int(len(times) * 0.99)]:.1f} ms, longest {times[-1]:.1f} ms, {len(times)} reads'


def storm(server):
    r, _, _ = sign_in(server, 'reader', PASSWORD, 60)
    bearer = {'Authorization': 'Bearer ' + re.match(r'__Host-sid=([^;]+)', r.getheader('Set-Cookie')).group(1)}
    read = lambda: server.ask('GET', '/api/v1/sessions', headers=bearer, source=60)[2]
    print('storm   in quiet:', quantiles([read() for _ in range(200)]))
    times, done = [], threading.Event()

    def reads():
        while not done.is_set():
            times.append(read())
            time.sleep(0.01)
    reader = threading.Thread(target=reads)
    with concurrent.futures.ThreadPoolExecutor(STORM) as pool:
        reader.start()
        begun = time.perf_counter()
        answers = list(pool.map(lambda n: sign_in(server, f'storm{n}', 'wrong-wrong-wrong-1', 100 + n)[0].status, range(STORM)))
        took = time.perf_counter() - begun
        done.set()
        reader.join()
    print(f'storm   {STORM} wrong sign-ins at once, {took:.1f} s, {answers.count(403)} answered, {answers.count(429)} told to wait:', quantiles(times))


def main():
    with tempfile.TemporaryDirectory() as directory:
        data = os.path.join(directory, 'data')
        songnuan(data, 'init')
        for login in ['reader'] + [f'user{n}' for n in range(USERS)]:
            songnuan(data, 'user', 'add', login, '--name', '合成用户', '--as', 'admin')
            songnuan(data, 'user', 'password', login, '--as', login, typed=PASSWORD + '\n')
        server = Server(data)
        try:
            same(server)
            storm(server)
        finally:
            server.process.terminate()
            server.process.wait(10)


main()
