# Damrong. `make help` lists what can be done.
SHELL := /bin/bash
PY := .venv/bin/python
READY := .venv/.ready

.PHONY: help setup demo demo-reset test test-all lint types bench lock browser reading softhsm pictures clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(READY) ## make the environment and install the locked packages

$(READY): requirements-dev.lock requirements-models.lock pyproject.toml tools/make-environment
	tools/make-environment
	touch $(READY)

demo: $(READY) ## start everything with demonstration cases; Ctrl-C stops it
	.venv/bin/damrong up --demo

demo-reset: $(READY) ## forget the demonstration's data and begin anew
	.venv/bin/damrong reset-demo
	.venv/bin/damrong up --demo

browser: ## install Chromium and Thai fonts where that is allowed
	tools/install-browser

pictures: $(READY) browser ## take the README's pictures anew
	tools/take-pictures

test: $(READY) browser softhsm lint types ## every test but the heavy ones
	$(PY) -m pytest -m "not heavy" -n auto

test-all: test ## every test, the heavy ones (load, chaos, fuzz, real input) too
	$(PY) -m pytest -m heavy

lint: $(READY) ## style and import floors
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports

types: $(READY) ## strict types on the domain and below
	.venv/bin/mypy

bench: $(READY) ## measure speed; prints figures and the machine's cores
	.venv/bin/damrong bench

reading: ## install Tesseract, which reads pictures and documents, where that is allowed
	tools/install-reading

softhsm: ## install SoftHSM2, to test keys in a security module, where that is allowed
	tools/install-softhsm

lock: ## resolve the requirements again
	for f in requirements requirements-dev; do \
	  .venv/bin/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes \
	    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links -o $$f.lock $$f.in; done

clean: ## remove what was built and the local data
	rm -rf .venv .damrong build test-artefacts
