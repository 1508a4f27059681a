#!/usr/bin/python3
# The server at its edges: TLS and a certificate that changes, systemd's socket and notices, clients that trickle or say nothing,
# a thousand that only stay, bodies that grow. Others are served all the while.
import http.client, json, os, re, resource, shutil, signal, socket, ssl, subprocess, sys, tempfile, threading, time, warnings

PASSWORD = 'orange-coat-warm-hands'  # of `serve --demo`
PROGRAM = os.environ.get('SONGNUAN', 'build/songnuan')
TLS = os.path.join(os.environ.get('SONGNUAN_SOURCE', '.'), 'tests/files/tls')
IDLE = 1000
lock = threading.Lock()
count = failed = 0


def ok(good, what, *more):
    global count, failed
    with lock:
        count += 1
        failed += not good
        print(('ok' if good else 'not ok'), count, '-', what)
        for line in more if not good else ():
            print('#', str(line)[:600])
    return good


class Server:
    def __init__(self, data, *words):
        self.process = subprocess.Popen([PROGRAM, 'serve', '--demo', '--data', data, '--listen', '127.0.0.1:0', *words],
                                        stdout=subprocess.PIPE, stderr=open(data + '.journal', 'w'), text=True)
        self.port = int(re.search(r':(\d+)$', self.process.stdout.readline()).group(1))

    def connect(self):
        return socket.create_connection(('127.0.0.1', self.port), timeout=60)

    def ask(self, method, target, headers=None, body=None):
        c = http.client.HTTPConnection('127.0.0.1', self.port, timeout=60)
        c.request(method, target, body=body, headers=headers or {})
        r = c.getresponse()
        return r.status, r.read(), r

    def token(self, login='admin'):
        status, body, r = self.ask('POST', '/api/v1/session', {'Content-Type': 'application/json'},
                                   json.dumps({'login': login, 'password': PASSWORD}))
        if status != 201:
            raise SystemExit(f'sign in: {status} {body}')
        return re.match(r'__Host-sid=([^;]+)', r.getheader('Set-Cookie')).group(1)

    def stop(self):
        self.process.terminate()
        return self.process.wait(10)


def read_all(c):
    got = b''
    try:
        while part := c.recv(65536):
            got += part
    except OSError:
        pass
    return got


# ---- slow ones ----

def trickle(server, first, piece, pause, seconds):
    """What a client that sends a piece now and then is answered, and when."""
    began = time.time()
    c = server.connect()
    c.sendall(first)
    c.setblocking(False)
    got = b''
    while time.time() - began < seconds:
        time.sleep(pause)
        try:
            got += c.recv(65536)
            break
        except BlockingIOError:
            pass
        except OSError:
            break
        try:
            c.send(piece)
        except OSError:
            break
    took = time.time() - began
    c.setblocking(True)
    c.settimeout(5)
    return got + read_all(c), took


def slow(server, token):
    head = b'POST /api/v1/session/password HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAuthorization: Bearer ' + token.encode()
    cases = [
        ('headers that trickle', b'GET /healthz HTTP/1.1\r\n', b'X', 0.5, 10),
        ('a client that says nothing', b'', b'', 0.5, 10),
        ('a line without an end', b'GET /', b'a', 0.5, 10),
        ('a body that trickles', head + b'\r\nContent-Length: 5000\r\n\r\n{', b' ', 0.5, 30),
        ('a chunked body that trickles', head + b'\r\nTransfer-Encoding: chunked\r\n\r\n', b'1\r\n \r\n', 0.5, 30),
    ]

    def one(what, first, piece, pause, due):
        got, took = trickle(server, first, piece, pause, due + 10)
        ok(due - 1 <= took <= due + 3, f'{what}: cut off after {due} s', f'{took:.1f} s')
        ok(b' 408 ' in got.split(b'\r\n')[0] and b'"code":"too_slow"' in got, f'{what}: told so, as a problem document', got[:300])
    threads = [threading.Thread(target=one, args=c) for c in cases]
    for t in threads:
        t.start()
    return threads


def growing(server, token):
    """A chunked body has no length to refuse it by: it is counted."""
    c = server.connect()
    c.sendall(b'POST /api/v1/session/password HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAuthorization: Bearer ' +
              token.encode() + b'\r\nTransfer-Encoding: chunked\r\n\r\n')
    try:
        for _ in range(200):
            c.sendall(b'4000\r\n' + b' ' * 0x4000 + b'\r\n')
    except OSError:
        pass
    got = read_all(c)
    # What was still on its way when it was cut off can take the answer with it; what counts is that it was cut.
    ok(got == b'' or b' 413 ' in got.split(b'\r\n')[0], 'a body that grows past its limit is cut off', got[:200])


def head_of(status):
    return status.split(b'\r\n')[0]


def shapes_of_nonsense(server):
    for what, raw in {'a NUL in the line': b'GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n', 'HTTP/9.9': b'GET / HTTP/9.9\r\nHost: a\r\n\r\n',
                      'a line of 100 kB': b'GET /' + b'a' * 100000 + b' HTTP/1.1\r\n\r\n', 'a header of 100 kB': b'GET / HTTP/1.1\r\nX: ' + b'a' * 100000 + b'\r\n\r\n',
                      'headers without a name': b'GET /healthz HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n', 'a negative length': b'POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n',
                      'a length past all numbers': b'POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n\r\n',
                      'a chunk without a size': b'POST /api/v1/session HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
                      'TLS to a server without': b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03' + bytes(100),
                      'a folded header': b'GET /healthz HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n'}.items():
        c = server.connect()
        c.settimeout(3)
        try:
            c.sendall(raw)
            c.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        got = read_all(c)
        ok(not re.match(rb'HTTP/1\.1 5(?!05)', got), f'{what}: no fault of ours', got[:100])
    status, _, _ = server.ask('GET', '/healthz')
    ok(status == 200, 'and it still lives')


# ---- many ----

def crowd(server, token):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < IDLE + 200:
        print(f'# {hard} descriptors allowed: {IDLE} connections skipped')
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (IDLE + 200 if soft < IDLE + 200 else soft, hard))
    idle = [server.connect() for _ in range(IDLE)]
    took = []
    for _ in range(200):
        began = time.time()
        status, _, _ = server.ask('GET', '/api/v1/session', {'Authorization': 'Bearer ' + token})
        took.append(time.time() - began)
        if status != 200:
            ok(False, 'somebody is refused', status)
            break
    took.sort()
    ok(took[int(len(took) * 0.99)] < 0.3, f'beside {IDLE} that only stay, others are served', f'p99 {took[int(len(took) * 0.99)]:.3f} s')
    for c in idle:
        c.close()


# ---- TLS ----

def certificate(port):
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with socket.create_connection(('127.0.0.1', port), timeout=10) as raw, context.wrap_socket(raw) as c:
        c.sendall(b'GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
        return c.getpeercert(binary_form=True), read_all(c), c.version()


def der(name):
    with open(os.path.join(TLS, name + '.pem')) as f:
        return ssl.PEM_cert_to_DER_cert(f.read())


def put(directory, name):
    for kind in ('pem', 'key'):
        with open(os.path.join(TLS, f'{name}.{kind}')) as f, open(os.path.join(directory, 'now.' + kind + '.new'), 'w') as to:
            to.write(f.read())
        os.rename(os.path.join(directory, 'now.' + kind + '.new'), os.path.join(directory, 'now.' + kind))


def tls(data, directory):
    put(directory, 'a')
    words = ['--tls-cert', os.path.join(directory, 'now.pem'), '--tls-key', os.path.join(directory, 'now.key')]
    server = Server(data, *words)
    try:
        have, reply, version = certificate(server.port)
        ok(have == der('a') and reply.startswith(b'HTTP/1.1 200'), 'TLS with the certificate that was given', reply[:100])
        ok(b'Strict-Transport-Security:' in reply, 'it says that it is to be asked so again')
        ok(version in ('TLSv1.2', 'TLSv1.3'), version)
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
        try:
            warnings.simplefilter('ignore')  # that it is old is the point
            old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
            with socket.create_connection(('127.0.0.1', server.port), timeout=10) as raw, old.wrap_socket(raw):
                ok(False, 'TLS 1.1 is refused')
        except (ssl.SSLError, OSError, ValueError):
            ok(True, 'TLS 1.1 is refused')
        put(directory, 'b')
        server.process.send_signal(signal.SIGHUP)
        for _ in range(100):
            time.sleep(0.1)
            if certificate(server.port)[0] == der('b'):
                break
        ok(certificate(server.port)[0] == der('b'), 'after SIGHUP the new certificate')
        put(directory, 'a')
        os.remove(os.path.join(directory, 'now.key'))
        server.process.send_signal(signal.SIGHUP)
        time.sleep(1.5)
        ok(certificate(server.port)[0] == der('b'), 'one that cannot be used leaves the old one')
        plain = socket.create_connection(('127.0.0.1', server.port), timeout=5)
        plain.sendall(b'GET / HTTP/1.1\r\nHost: a\r\n\r\n')
        ok(not read_all(plain).startswith(b'HTTP/1.1 200'), 'HTTP on its port is no way in')
    finally:
        ok(server.stop() == 0, 'it ends well')
    put(directory, 'a')
    with open(os.path.join(TLS, 'b.key')) as f, open(os.path.join(directory, 'now.key'), 'w') as to:
        to.write(f.read())
    refused = subprocess.run([PROGRAM, 'serve', '--data', data, '--listen', '127.0.0.1:0', '--lang', 'en', *words], capture_output=True, text=True)
    ok(refused.returncode == 2 and 'bad_certificate' in refused.stderr, 'a key of another certificate is refused at the start', refused.stderr)


# ---- systemd ----

def systemd(data, directory):
    listening = socket.socket(socket.AF_INET)
    listening.bind(('127.0.0.1', 0))
    listening.listen(16)
    notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    notices.bind(os.path.join(directory, 'notify'))
    notices.settimeout(20)
    waiting = socket.create_connection(listening.getsockname(), timeout=20)  # before anybody is there to answer
    waiting.sendall(b'GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    pid = os.fork()
    if pid == 0:
        os.dup2(listening.fileno(), 3)
        os.set_inheritable(3, True)
        null = os.open('/dev/null', os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        os.execve(PROGRAM, [PROGRAM, 'serve', '--data', data], {
            **os.environ, 'LISTEN_FDS': '1', 'LISTEN_PID': str(os.getpid()), 'NOTIFY_SOCKET': os.path.join(directory, 'notify')})
    ok(notices.recv(100) == b'READY=1', 'it says when it is ready')
    ok(read_all(waiting).startswith(b'HTTP/1.1 200'), 'who came before it is answered')
    os.kill(pid, signal.SIGTERM)
    ok(notices.recv(100) == b'STOPPING=1', 'it says that it stops')
    _, status = os.waitpid(pid, 0)
    ok(status == 0, 'and ends well')


def main():
    with tempfile.TemporaryDirectory() as directory:
        data = os.path.join(directory, 'data')
        subprocess.run([PROGRAM, 'init', '--data', data], check=True, stdout=subprocess.DEVNULL)
        refused = subprocess.run([PROGRAM, 'serve', '--demo', '--data', data, '--listen', '127.0.0.1:0', '--lang', 'en'],
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60)
        ok(refused.returncode == 78 and 'not_a_demo' in refused.stderr and refused.stdout == '',
           'data that no demo has made get no public password', refused)
        shutil.rmtree(data)
        subprocess.run([PROGRAM, 'demo', '--data', data], check=True, stdout=subprocess.DEVNULL)
        server = Server(data)
        try:
            token = server.token()
            waiting = slow(server, token)
            growing(server, token)
            shapes_of_nonsense(server)
            crowd(server, token)
            for t in waiting:
                t.join()
            with open(f'/proc/{server.process.pid}/status') as f:
                resident = int(re.search(r'VmRSS:\s+(\d+)', f.read()).group(1))
            ok('asan' in PROGRAM or resident < 96 * 1024, 'nothing of it stays in memory', f'{resident} kB')
        finally:
            ok(server.stop() == 0, 'it ends well')
        tls(data, directory)
        systemd(data, directory)


main()
print(f'1..{count}')
sys.exit(failed > 0)
