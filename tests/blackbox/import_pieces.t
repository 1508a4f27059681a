#!/usr/bin/python3
# A long list goes into the roster by pieces, between other people's requests: killed, stopped or cancelled in the middle it is
# never half in silence. Whoever comes later sees how far it is, goes on or takes it back whole; nobody is in twice.
import json, os, signal, subprocess, sys, tempfile, threading, time, uuid
sys.dont_write_bytecode = True
from api import PROGRAM, Server, done, ok, sign_in

ROWS = 8000


def id_number(i):
    """GB 11643: the last character follows from the others. People that nobody is."""
    first = '150102%04d%02d%02d%03d' % (1955 + i % 50, 1 + i // 50 % 12, 1 + i // 600 % 28, i // 16800)
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return first + '10X98765432'[sum(int(a) * b for a, b in zip(first, weights)) % 11]


def roster(rows):
    """合成数据. The last row is the first person again, so that who stood in the file before is known after a cut too."""
    lines = [f'模拟{i},{id_number(i)},模拟{i // 40}班' for i in range(rows)] + [f'模拟0,{id_number(0)},模拟0班']
    return ('姓名,身份证号,班组\n' + '\n'.join(lines)).encode()


class World:
    def __init__(self, data):
        self.data = data
        self.start()

    def start(self):
        self.server = Server(self.data)
        self.headers = sign_in(self.server, 'r-maker')

    def ask(self, method, target, body=None, **more):
        headers = {**self.headers, 'Idempotency-Key': str(uuid.uuid4()), **more}
        if body is not None and 'Content-Type' not in headers:
            headers['Content-Type'] = 'application/json'
        return self.server.ask(method, '/api/v1' + target, headers, body)[0:4:2]

    def begin(self, target, **more):
        """A request that nobody waits for; its answer comes into the list, or what broke it."""
        answer = []
        def run():
            try:
                answer.append(self.ask('POST', target, '{}', **more))
            except Exception as e:
                answer.append((0, e))
        thread = threading.Thread(target=run)
        thread.start()
        return thread, answer

    def upload(self):
        name = {'X-Songnuan-File-Name': 'list.csv', 'Content-Type': 'text/csv'}
        status, i = self.ask('POST', '/imports?org=150302', roster(ROWS), **name)
        assert status == 201, i
        status, i = self.ask('POST', f'/imports/{i["id"]}/check', '{}')
        assert status == 200, i
        return i

    def until(self, i, done):
        """The import, as soon as so much of it is done."""
        for _ in range(2000):
            status, now = self.ask('GET', '/imports/' + i['id'])
            if status == 200 and now['open'] and now['open']['done'] >= done:
                return now
            time.sleep(0.005)
        raise SystemExit(f'it never came so far: {now}')

    def end(self, how):
        self.server.process.send_signal(how)
        return self.server.process.wait()

    def again(self, how):
        status = self.end(how)
        self.start()
        return status


def into(w):
    i = w.upload()
    ok(i['counts']['taken'] == ROWS and i['counts']['rejected'] == 1, 'a long list is checked', i)
    path = '/imports/' + i['id']
    thread, _ = w.begin(path + '/take')
    w.until(i, 1500)
    w.again(signal.SIGKILL)
    thread.join()
    _, now = w.ask('GET', path)
    part = now['open'] and now['open']['done']
    ok(now['state'] == 'taking' and 0 < part < ROWS, 'killed in the middle, it says so', now)
    ok(now['open']['total'] == ROWS + 1 and now['can_undo'], 'how far it is, and that it can be taken back', now)
    status, body = w.ask('POST', path + '/check', '{}')
    ok((status, body.get('code')) == (409, 'import_state'), 'it is not checked in that state', status, body)
    status, body = w.ask('DELETE', path)
    ok((status, body.get('code')) == (409, 'import_state'), 'nor given up', status, body)
    other = w.upload()
    ok(other['counts']['taken'] == ROWS - part, 'a check of the same list finds those on the roster who are in', part, other)
    status, body = w.ask('POST', f'/imports/{other["id"]}/take', '{}')
    ok((status, body.get('code')) == (409, 'import_open_here'), 'another list does not go in between', status, body)
    status, now = w.ask('POST', path + '/take', '{}')
    ok(status == 200 and now['state'] == 'taken', 'it goes on', status, now)
    ok(now['counts']['taken'] == ROWS and now['counts']['read'] == ROWS + 1 and now['counts']['rejected'] == 1,
       'and counts all of them, each once', now)
    _, rejects = w.ask('GET', path + '/rejects')
    ok([(r['row'], r['reason']) for r in rejects['items']] == [(ROWS + 2, 'duplicate_in_file')], 'who stood in it twice is still told', rejects)
    return path, i


def out(w, path, i):
    thread, _ = w.begin(path + '/undo')
    w.until(i, 1000)
    w.again(signal.SIGKILL)
    thread.join()
    _, now = w.ask('GET', path)
    ok(now['state'] == 'undoing' and 0 < now['open']['done'] < ROWS, 'killed on its way out, it says so', now)
    status, body = w.ask('POST', path + '/take', '{}')
    ok((status, body.get('code')) == (409, 'import_state'), 'what has begun to go does not come again', status, body)
    status, body = w.ask('POST', path + '/undo', '{}')
    ok(status == 200 and body['people'] == ROWS and body['import']['state'] == 'undone', 'it goes on, and all are out', status, body)
    ok(w.upload()['counts']['taken'] == ROWS, 'nobody of it is left: all of them would come again')


def cancelled(w):
    i = w.upload()
    path, job = '/imports/' + i['id'], str(uuid.uuid4())
    thread, answer = w.begin(path + '/take', **{'X-Songnuan-Job': job})
    w.until(i, 1500)
    _, jobs = w.ask('GET', '/jobs')
    mine = [j for j in jobs['items'] if j['id'] == job]
    ok(mine and mine[0]['path'] == f'/api/v1{path}/take' and mine[0]['total'] == ROWS + 1, 'the work is told of by its path', jobs)
    status, _ = w.ask('DELETE', '/jobs/' + job)
    ok(status == 204, 'its asker cancels it', status)
    thread.join()
    ok(answer[0][0] == 409 and answer[0][1]['code'] == 'job_cancelled', 'the request says so', answer)
    _, now = w.ask('GET', path)
    ok(now['state'] == 'checked' and now['open'] is None, 'the import is where it was', now)
    ok(w.upload()['counts']['taken'] == ROWS, 'and so is the roster')
    return path, i


def stopped(w, path, i):
    thread, _ = w.begin(path + '/take')
    w.until(i, 500)
    began = time.time()
    ok(w.again(signal.SIGTERM) == 0 and time.time() - began < 30, 'a server stops in the middle of it')
    thread.join()
    _, now = w.ask('GET', path)
    ok(now['state'] == 'taking', 'and says afterwards that it is half way', now)
    status, body = w.ask('POST', path + '/undo', '{}')
    ok(status == 200 and body['import']['state'] == 'checked', 'from there it is taken back too', status, body)
    ok(w.upload()['counts']['taken'] == ROWS, 'whole')


def at_once(w, path, i):
    key = str(uuid.uuid4())
    threads = [w.begin(path + '/take', **{'Idempotency-Key': k}) for k in (key, str(uuid.uuid4()))]
    for thread, _ in threads:
        thread.join()
    answers = [answer[0] for _, answer in threads]
    ok(sorted(a[0] for a in answers)[0] == 200 and all(a[0] == 200 or a[1]['code'] in ('import_busy', 'import_state') for a in answers),
       'of two who take it over at once one does', answers)
    _, now = w.ask('GET', path)
    ok(now['state'] == 'taken' and now['counts']['taken'] == ROWS, 'and each is in once', now)
    taken = [a for a in answers if a[0] == 200][0]
    if answers[0] == taken:
        again = w.ask('POST', path + '/take', '{}', **{'Idempotency-Key': key})
        ok(again == taken, 'the same request again is the same answer', again)
    else:
        ok(True, 'the same request again is the same answer # skip the other one took it')


with tempfile.TemporaryDirectory() as data:
    subprocess.run([PROGRAM, 'demo', '--data', data], check=True, stdout=subprocess.DEVNULL)
    w = World(data)
    path, i = into(w)
    out(w, path, i)
    path, i = cancelled(w)
    stopped(w, path, i)
    at_once(w, path, i)
    w.end(signal.SIGTERM)
done()
