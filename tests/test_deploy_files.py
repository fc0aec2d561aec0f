"""The examples of deployment hang together, and every command in them is one that Copydesk knows."""

import re
import shlex
from itertools import chain
from pathlib import Path

import pytest
import typer
import yaml

from ui.cli import app

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "docs" / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
VALUES = yaml.safe_load((DEPLOY / "values.yaml").read_text())
RAY = yaml.safe_load((DEPLOY / "values-ray.yaml").read_text())
NGINX = (DEPLOY / "nginx.conf").read_text()
SERVICES = COMPOSE["services"]
RUNNING = (ROOT / "docs" / "running.md").read_text()
KNOWN = {"chroma", "ray", "copydesk", "sh"}


def scripts(command):
    """The commands in a command: itself, or the lines that a shell is given."""
    if command[0] != "sh":
        return [command]
    return [shlex.split(line.removeprefix("exec ")) for line in command[2].splitlines() if line.strip()]


def containers():
    return [(name, one["containers"]["app"]) for name, one in VALUES["controllers"].items()]


def commands():
    of_compose = [one["command"] for one in SERVICES.values() if "command" in one]
    of_values = [one["command"] + one.get("args", []) for _, one in containers()]
    shown = re.findall(r"^ {4}(?:docker .*? )?(copydesk (?:ask|index|ui) .*)$", RUNNING, re.MULTILINE)
    return [*chain.from_iterable(map(scripts, of_compose + of_values)), *map(shlex.split, shown)]


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_is_known_with_its_options(command):
    assert command[0] in KNOWN
    if command[0] != "copydesk":
        return
    group = typer.main.get_command(app)
    called = group.commands[command[1]]
    options = {name for parameter in called.params for name in parameter.opts}
    if "--ray" in command and "--ray" not in options:
        pytest.skip("this version does not index by Ray")
    called.make_context(command[1], command[2:], resilient_parsing=False)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_bound_and_has_no_more_rights_than_it_needs(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert int(service["user"].split(":")[0]) > 0
    assert service["mem_limit"]
    assert "privileged" not in service
    if name not in ("index", "ray-worker"):
        assert service["healthcheck"]["test"][0] == "CMD"


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_names_is_there(name):
    service = SERVICES[name]
    assert set(service["networks"]) <= set(COMPOSE["networks"])
    assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])
    assert set(service.get("depends_on", {})) <= set(SERVICES)
    for volume in service.get("volumes", []):
        source = volume.partition(":")[0]
        assert source in COMPOSE["volumes"] or source.startswith("$") or (DEPLOY / source).is_file()
    if "build" in service:
        build = service["build"]
        assert (DEPLOY / build["context"]).resolve() == ROOT
        assert (ROOT / build["dockerfile"]).is_file()


def test_services_reach_each_other_by_the_names_and_ports_that_they_have():
    networks = {name: set(service["networks"]) for name, service in SERVICES.items()}
    told = " ".join(part for command in commands() for part in command)
    for one, other, address in (
        ("copydesk", "chroma", "http://chroma:8000/news"),
        ("index", "chroma", "http://chroma:8000/news"),
        ("index", "ray-head", "ray-head:6379"),
    ):
        assert address in told
        assert networks[one] & networks[other]
    assert "8000" in SERVICES["chroma"]["command"]
    assert "--port=6379" in SERVICES["ray-head"]["command"]
    for other, address in (("copydesk", "http://copydesk:7860"), ("chroma", "http://chroma:8000")):
        assert f"proxy_pass {address};" in NGINX
        assert networks["proxy"] & networks[other]


def test_the_page_is_reached_by_the_proxy_alone_and_from_the_network_that_it_believes():
    (shared,) = set(SERVICES["proxy"]["networks"]) & set(SERVICES["copydesk"]["networks"])
    (net,) = (one["subnet"] for one in COMPOSE["networks"][shared]["ipam"]["config"])
    assert f"--proxy={net}" in SERVICES["copydesk"]["command"]
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"proxy"}
    for name, network in COMPOSE["networks"].items():
        assert (network or {}).get("internal", False) is (name != "outer")
    listened = set(re.findall(r"listen (\d+) ssl;", NGINX))
    assert {port.partition(":")[2] for port in SERVICES["proxy"]["ports"]} == listened


def test_secrets_are_files_that_are_read_where_they_lie():
    for name in ("certificate", "key", "guests"):
        assert f"/run/secrets/{name};" in NGINX
        assert name in SERVICES["proxy"]["secrets"]
    for name in ("people", "programs"):
        assert any(f"/run/secrets/{name}" in part for part in SERVICES["copydesk"]["command"])
    assert all(one["file"].startswith("./secrets/") for one in COMPOSE["secrets"].values())
    assert "secrets/" in (ROOT / ".gitignore").read_text()


def test_who_is_stopped_is_given_longer_than_answers_may_take():
    grace = next(int(part.partition("=")[2]) for part in SERVICES["copydesk"]["command"] if "--grace" in part)
    assert int(SERVICES["copydesk"]["stop_grace_period"].removesuffix("s")) > grace + 10
    assert int(SERVICES["proxy"]["stop_grace_period"].removesuffix("s")) > grace + 10
    assert VALUES["controllers"]["page"]["pod"]["terminationGracePeriodSeconds"] > grace + 10


def test_the_image_has_what_is_run_in_it_and_no_root():
    lines = (DEPLOY / "Dockerfile").read_text()
    for copied in re.findall(r"^COPY (?!--from)(.*) \S+$", lines, re.MULTILINE):
        assert all((ROOT / one).exists() for one in copied.split())
    assert "USER 10001:10001" in lines
    assert SERVICES["copydesk"]["user"] == "10001:10001"
    assert VALUES["defaultPodOptions"]["securityContext"]["runAsUser"] == 10001
    torch = re.search(r"^torch==(.*)$", (ROOT / "constraints.txt").read_text(), re.MULTILINE)
    assert torch is None or f"torch=={torch[1]}+cpu" in lines


@pytest.mark.parametrize(("name", "container"), containers())
def test_a_pod_is_bound_locked_and_mounted(name, container):
    assert container["resources"]["limits"]["memory"]
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    mounted = {mount["path"] for one in VALUES["persistence"].values()
               for mount in one["advancedMounts"].get(name, {}).get("app", [])}  # fmt: skip
    told = " ".join(container["command"] + container.get("args", []))
    assert "/tmp" in mounted  # noqa: S108
    for path in re.findall(r"(?<=[= ])(/[a-z]+)(?:/|\s|$)", told):
        assert any(one.startswith(path) for one in mounted), path
    for probe in container.get("probes", {}).values():
        spec = probe["spec"]["httpGet"]
        assert spec["port"] == (7860 if name == "page" else 8000)
        assert spec["path"] in ("/health", "/ready", "/api/v2/heartbeat")
    assert (name == "index") is ("probes" not in container)


def test_what_is_reached_in_the_cluster_is_there():
    assert VALUES["service"]["chroma"]["ports"]["http"]["port"] == 8000
    (host,) = VALUES["ingress"]["page"]["hosts"]
    assert f"--public-url=https://{host['host']}" in VALUES["controllers"]["page"]["containers"]["app"]["command"]
    assert host["host"] in VALUES["ingress"]["page"]["tls"][0]["hosts"]
    assert VALUES["serviceMonitor"]["page"]["endpoints"][0]["path"] == "/metrics"
    assert VALUES["controllers"]["page"]["pod"]["annotations"]["prometheus.io/path"] == "/metrics"
    assert RAY["image"] == VALUES["controllers"]["page"]["containers"]["app"]["image"]
    (mount,) = RAY["worker"]["volumeMounts"]
    assert mount["mountPath"] == "/articles"
    assert RAY["fullnameOverride"] + "-head-svc" in " ".join(
        VALUES["controllers"]["index"]["containers"]["app"]["args"]
    )


def test_every_figure_and_file_of_the_document_is_there():
    from prometheus_client import generate_latest

    from ui.serve.gate import Gate
    from ui.serve.metrics import Metrics

    told = generate_latest(Metrics(Gate())._registry).decode()
    named = {name.removesuffix("_total") for name in re.findall(r"`(copydesk_[a-z_]+)`", RUNNING)}
    made = {name.removesuffix("_total") for name in re.findall(r"^# TYPE (copydesk_\S+)", told, re.MULTILINE)}
    assert named == {name for name in made if not name.endswith("_created")}
    for file in re.findall(r"`((?:compose|values|values-ray)\.yaml|nginx\.conf|Dockerfile)`", RUNNING):
        assert (DEPLOY / file).is_file()
