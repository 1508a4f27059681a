#!/usr/bin/python3
# Whoever edits the database by hand is found. The 2024 case is made once; then a value, or a whole row, of a table is changed in a
# copy, as somebody would who has the file and SQLite but not the keys, and verify is to say so and name the table.
#   SONGNUAN_EDITS        how many (make torture: 1,000; else 40)
#   SONGNUAN_EDITS_SEED   repeats a run
import os, random, shutil, sqlite3, subprocess, sys, tempfile, time
sys.dont_write_bytecode = True
from api import PROGRAM, done, ok

# What stands for minutes, or for the program alone: sessions, imports that are going on, caches' numbers, the lease, when a
# migration was made (a number that is missing or too many is refused at the start).
FLEETING = {
    'schema_version', 'lease', 'org_version', 'session', 'sign_in_failure', 'key_challenge', 'idempotency', 'user_code',
    'intake', 'intake_chunk', 'intake_fix', 'intake_leaver', 'intake_reject', 'import_open', 'entitle_open',
}
# No leaf says when the program wrote a transfer, and by whose hand: the paper that it belongs to does (decision 35).
UNSAID = {('transfer', 'posted_us'), ('transfer', 'actor_id')}

COUNT = int(os.environ.get('SONGNUAN_EDITS', 40))
SEED = int(os.environ.get('SONGNUAN_EDITS_SEED', time.time_ns() % 1_000_000))
print(f'# SONGNUAN_EDITS_SEED={SEED}')
chance = random.Random(SEED)


def other(value):
    if isinstance(value, int):
        return value + chance.choice([1, -1])
    at = chance.randrange(len(value))
    if isinstance(value, str):
        return value[:at] + ('8' if value[at] == '7' else '7') + value[at + 1:]
    changed = bytearray(value)
    changed[at] ^= 1 << chance.randrange(8)
    return bytes(changed)


class House:
    def __init__(self, folder):
        self.first, self.copy = folder + '/first', folder + '/copy'
        subprocess.run([PROGRAM, 'demo', '--data', self.first], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.mkdir(self.copy)
        shutil.copy(self.first + '/root.key', self.copy)
        db = sqlite3.connect(f'file:{self.first}/songnuan.db?mode=ro', uri=True)
        self.tables = {}
        for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1"):
            info = db.execute(f'PRAGMA table_info("{name}")').fetchall()
            if name not in FLEETING and db.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] > 0:
                key = [c[1] for c in sorted(info, key=lambda c: c[5]) if c[5]]
                self.tables[name] = ([c[1] for c in info], key)
        db.close()

    def open_copy(self):
        for name in os.listdir(self.copy):
            if name != 'root.key':
                os.unlink(f'{self.copy}/{name}')
        shutil.copy(self.first + '/songnuan.db', self.copy)
        db = sqlite3.connect(self.copy + '/songnuan.db')
        db.execute('PRAGMA ignore_check_constraints = 1')
        return db

    # One edit, in words; None: the database itself refuses it, or there is nothing to edit.
    def edit(self, table):
        columns, key = self.tables[table]
        column = chance.choice(columns + [None])
        if (table, column) in UNSAID:
            return None
        db = self.open_copy()
        try:
            rows = db.execute(f'SELECT * FROM "{table}"' + (f' WHERE length("{column}") > 0' if column else '')).fetchall()
            if not rows:
                return None
            row = dict(zip(columns, chance.choice(rows)))
            where = ' AND '.join(f'"{k}" = ?' for k in key)
            at = [row[k] for k in key]
            if column:
                db.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE {where}', [other(row[column])] + at)
            else:
                db.execute(f'DELETE FROM "{table}" WHERE {where}', at)
            db.commit()
        except sqlite3.IntegrityError:
            return None
        finally:
            db.close()
        return f'{table}.{column}' if column else f'a row of {table}'

    def verify(self):
        return subprocess.run([PROGRAM, 'verify', 'db', '--data', self.copy, '--lang', 'en'], capture_output=True, text=True)


with tempfile.TemporaryDirectory() as folder:
    house = House(folder)
    house.open_copy().close()
    said = house.verify()
    ok(said.returncode == 0, 'the case as it was made is sound') or print('#', said.stdout, said.stderr)
    names, missed, crashed, edits = sorted(house.tables), [], [], 0
    chance.shuffle(names)
    while edits < COUNT:
        what = house.edit(names[edits % len(names)])
        if what is None:
            chance.shuffle(names)
            continue
        edits += 1
        said = house.verify()
        if said.returncode == 0:
            missed.append(what)
        elif said.returncode < 0:
            crashed.append(what)
    ok(not missed, f'{edits} of {edits} edits by hand are found') or print('# missed:', *missed, sep='\n#   ')
    ok(not crashed, 'and none ends the program itself') or print('# crashed:', *crashed, sep='\n#   ')
done()
