# SPDX-License-Identifier: GPL-3.0-or-later
"""tact-host serve and rehearse: the rep's filter with nobody in front of it."""
import os
import stat
import subprocess

from harness import world
from harness.facts import fact, run

HOST_GROUP = "[tact-host]\nuser-dir=%s\nmetrics=%s\nmetrics-seconds=1\n"
ACCOUNT = "[account practice]\nprotocol=prpl-tact-practice\nuser=rep\nsettings=open_room=false\nrooms=lab;yard\n"


def written(scene, text, name="tact-host.conf"):
    path = scene.path(name)
    with open(path, "w") as f:
        f.write(text)
    return path


def command(*arguments):
    return [world.HOST, "--plugins", os.path.dirname(world.PRACTICE_SO), *arguments]


def refused(scene, text):
    done = subprocess.run(command("serve", written(scene, text)), capture_output=True, text=True, timeout=world.PATIENCE, env=world.environment(scene.folder))
    assert done.returncode == 2, (done.returncode, done.stderr)
    return done.stderr


@fact
def a_wrong_configuration_is_refused_whole_with_every_place(scene):
    said = refused(scene, HOST_GROUP % (scene.path("d"), scene.path("m")) + "colour=red\ndry-run=perhaps\nreminders-a-minute=-1\n[account x]\nuser=a\n[rooms]\n")
    for place in ("[tact-host] colour: not a known key", "[tact-host] dry-run: “perhaps”", "[tact-host] reminders-a-minute: “-1”", "[account x] protocol: missing", "[account x] rooms: none", "[rooms]: not a known group"):
        assert place in said, (place, said)
    assert not os.path.exists(scene.path("d"))


@fact
def a_password_that_others_can_read_is_refused(scene):
    password = written(scene, "secret\n", "password")
    os.chmod(password, 0o644)
    said = refused(scene, HOST_GROUP % (scene.path("d"), scene.path("m")) + ACCOUNT + "password-file=" + password + "\n")
    assert "others can read it" in said, said
    assert "secret" not in said


@fact
def a_policy_that_is_not_signed_stops_it_before_it_begins(scene):
    os.mkdir(scene.path("policies"))
    written(scene, "tact-policy AAAA\n", "policies/lab.policy")
    path = written(scene, HOST_GROUP % (scene.path("d"), scene.path("m")) + "policies=%s\n" % scene.path("policies") + ACCOUNT)
    done = subprocess.run(command("serve", path), capture_output=True, text=True, timeout=world.PATIENCE, env=world.environment(scene.folder))
    assert done.returncode == 1, (done.returncode, done.stderr)
    assert "lab.policy" in done.stderr, done.stderr


@fact
def it_joins_its_rooms_counts_them_and_ends_on_sigterm(scene):
    metrics = scene.path("metrics")
    path = written(scene, HOST_GROUP % (scene.path("d"), metrics) + ACCOUNT)
    process = subprocess.Popen(command("serve", path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=world.environment(scene.folder))
    scene.at_end(lambda: world.stop(process))

    def figures():
        if not os.path.exists(metrics):
            return {}
        with open(metrics) as f:
            return dict(line.rsplit(" ", 1) for line in f.read().splitlines())

    world.wait_until("both rooms are joined", lambda: figures().get("tact_host_rooms_joined") == "2")
    assert figures()["tact_host_accounts_connected"] == "1"
    assert figures()["tact_host_reminders_sent_total"] == "0"
    for name in ("rep.key", "moderation.db"):
        assert stat.S_IMODE(os.stat(scene.path("d", name)).st_mode) == 0o600, name
    assert stat.S_IMODE(os.stat(metrics).st_mode) == 0o600
    process.terminate()
    out, error = process.communicate(timeout=world.PATIENCE)
    assert process.returncode == 0, (process.returncode, error)
    assert "watching 2 rooms through 1 accounts" in out, out
    done = subprocess.run(command("waiting", path), capture_output=True, text=True, timeout=world.PATIENCE, env=world.environment(scene.folder))
    assert (done.returncode, done.stdout) == (0, ""), done


@fact
def a_day_of_twenty_rooms_queues_all_that_was_planted_and_sends_no_more_than_allowed(scene):
    # The full size: --rooms 1000 --messages 1000000 --serious 500 (data/doc/scale.md).
    rooms, messages = os.environ.get("TACT_ROOMS", "20"), os.environ.get("TACT_MESSAGES", "4000")
    growth = "256" if world.sanitized() else "4"  # the sanitizer keeps what was freed
    done = subprocess.run(command("--user-dir", scene.path("d"), "--rooms", rooms, "--messages", messages, "--hours", "8", "--serious", "40", "--most-growth", growth, "rehearse"),
                          capture_output=True, text=True, timeout=float(os.environ.get("TACT_REHEARSAL_SECONDS", "120")), env=world.environment(scene.folder))
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert done.stdout.count("\nok ") == 7, done.stdout[-2000:]


if __name__ == "__main__":
    run()
