#!/usr/bin/python3
# specmatic makes requests of our OpenAPI, right ones and wrong ones. What is right and what is asked is answered as
# described; what is wrong is refused; nothing is a fault of ours.
#
# Two runs. Reads: each is asked as a role that may see it, with arguments that the demo's lists have given, and must answer 200 in
# its shape. Writes: made-up bodies of the right shape may be refused by the books (there is no such union, the state is another):
# that is an answer, and the documents of all refusals are compared with their schema; bodies of the wrong shape must be refused.
import copy, json, os, re, subprocess, sys, tempfile, urllib.parse
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.environ.get('SONGNUAN_SOURCE', '.'), 'tests/blackbox'))
from api import PROGRAM, Routes, Server, done, ok, sign_in

JAR = os.environ['SPECMATIC_JAR']
USERS = ['r-maker', 'r-accountant', 'r-auditor', 'w-maker', 'w-keeper', 'admin']
# Who signs in or out, or is set up, is not who is signed in afterwards; a stream has no end.
APART = re.compile(r'/api/v1/(sessions?|setup|live)(/|$)')


def known_to_specmatic(api):
    """Its reader knows no cookies; whoever sends a token needs none."""
    api = copy.deepcopy(api)
    del api['components']['securitySchemes']['cookie']
    api['security'] = [{'token': []}]
    return api


def argued(operation, target):
    """The operation with the arguments of that target as examples of its own."""
    path, _, query = target.partition('?')
    given = dict(urllib.parse.parse_qsl(query))
    kept = []
    for p in operation['parameters']:
        if p['in'] == 'query' and p['name'] not in given:
            continue
        value = given.get(p['name'], p.get('example'))
        if p['schema']['type'] == 'integer' and value is not None:
            value = int(value)
        if p['in'] == 'path':
            value = path.split('/')[operation['at'].split('/').index('{' + p['name'] + '}')]
        if value is not None:
            p['schema']['example'] = value
            p.pop('example', None)
        kept.append(p)
    operation['parameters'] = kept
    del operation['at']
    return operation
FAILED = re.compile(r'[+-]ve  Scenario: .* has FAILED')


class Run:
    def __init__(self, server, directory):
        self.server, self.directory = server, directory

    def tell(self, what, api, token):
        """How many were tried, and the report's blocks of what failed, each with its request and its answer's status."""
        name = os.path.join(self.directory, what + '.json')
        with open(name, 'w') as f:
            json.dump(api, f, ensure_ascii=False)
        env = {**os.environ, 'token': token, 'SPECMATIC_GENERATIVE_TESTS': 'true', 'MAX_TEST_REQUEST_COMBINATIONS': '2',
               'SCHEMA_EXAMPLE_DEFAULT': 'true', 'SPECMATIC_DISABLE_TELEMETRY': 'true', 'JAVA_TOOL_OPTIONS': ''}
        told = subprocess.run(['java', '-Xmx1g', '-jar', JAR, 'test', name, f'--testBaseURL=http://127.0.0.1:{self.server.port}', '--timeout=60'],
                              cwd=self.directory, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=1800).stdout
        with open(os.path.join(os.environ.get('HOSTILE_OUT', self.directory), what + '.txt'), 'w') as f:
            f.write(told)
        counts = re.findall(r'Tests run: (\d+), Successes: \d+, Failures: (\d+)', told)
        tried, failures = map(int, counts[-1]) if counts else (0, 0)
        blocks = [b for b in re.split(r'(?m)^(?=[+-]ve  Scenario: )', told.split('Unsuccessful Scenarios:')[0]) if FAILED.match(b)]
        if len(blocks) != failures:
            raise SystemExit(f'{what}: {failures} failures, and {len(blocks)} are told of')
        return tried, blocks, told


def status(block):
    """What was answered instead; 0: it was another thing that differed, such as the answer's shape."""
    found = re.search(r'response contained status (\d{3})|but received (\d{3})', block.split('-----', 1)[0])
    return int(found.group(1) or found.group(2)) if found else 0


def line(block):
    return re.sub(r'\s+', ' ', block.split('-----', 1)[0])[:400]


def main():
    with tempfile.TemporaryDirectory() as directory:
        data = os.path.join(directory, 'demo')
        subprocess.run([PROGRAM, 'demo', '--data', data], check=True, stdout=subprocess.DEVNULL)
        server = Server(data)
        try:
            signed = {login: sign_in(server, login) for login in USERS}
            routes = Routes(server)
            routes.learn_lists(signed, ('r-maker', 'admin'))
            check(Run(server, directory), routes, signed)
        finally:
            server.process.terminate()
            ok(server.process.wait(10) == 0, 'the server ends well')


def check(run, routes, signed):
    api = known_to_specmatic(routes.api)
    reads = {login: {} for login in USERS}
    writes = {}
    for path, methods in api['paths'].items():
        if APART.match(path):
            continue
        if 'get' in methods:
            target, login = routes.good_target(path, signed)
            content = methods['get']['responses']['200'].get('content', {})
            # An argument with a / in it would be encoded twice by specmatic.
            if target and '%' not in target.split('?')[0] and list(content)[:1] == ['application/json']:
                methods['get']['responses']['200']['content'] = {'application/json': content['application/json']}
                reads[login].setdefault(path, {})['get'] = argued({**methods['get'], 'at': path}, target)
        for method, operation in methods.items():
            if method == 'post' and 'application/json' in operation.get('requestBody', {}).get('content', {}):
                target = (routes.targets(path, query=False) or [re.sub(r'\{[^}]*\}', '01928c5e-8a3b-7c4d-9e5f-0123456789ab', path)])[0]
                writes.setdefault(path, {})[method] = argued({**operation, 'at': path}, target)
    asked = sum(len(r) for r in reads.values())
    ok(asked > 60, 'nearly every list and page is asked', asked)
    for login, paths in reads.items():
        if paths:
            tried, failed, told = run.tell(f'reads-{login}', {**api, 'paths': paths}, signed[login]['Authorization'].split()[1])
            ok(tried >= len(paths) and not failed, f'specmatic, reads of {login}: {tried} tests, {len(failed)} findings',
               *([line(b) for b in failed[:20]] or told[-2000:].split('\n')))
    for login in ('r-maker', 'admin'):
        tried, failed, told = run.tell(f'writes-{login}', {**api, 'paths': writes}, signed[login]['Authorization'].split()[1])
        # A right shape that the books refuse is an answer; a wrong one that was not refused is a finding, and so is any fault.
        found = [b for b in failed if b.startswith('-') or not 400 <= status(b) < 500]
        ok(tried > 10 * len(writes) and not found, f'specmatic, writes of {login}: {tried} tests, {len(found)} findings',
           *([line(b) for b in found[:20]] or told[-2000:].split('\n')))


main()
done()
