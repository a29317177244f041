#!/usr/bin/env python3
"""Counts what answers of the GitHub API hold, with nothing but the standard library, to check an import against.

usage: count_github.py FILE

FILE is an organisation put together as docs/guides/import-github.md shows, or one answer as it is (a list, or an object with total_count).
Prints one JSON object. An entry that is there twice counts once.
"""
import json
import sys

LISTS = ('installations', 'deploy_keys', 'personal_access_tokens', 'credential_authorizations', 'repositories', 'environments', 'runners')
KNOWN_BY = {
    'installations': 'app_id',
    'deploy_keys': 'read_only',
    'personal_access_tokens': 'token_id',
    'credential_authorizations': 'credential_id',
    'environments': 'protection_rules',
    'runners': 'os',
}


def distinct(entries):
    return [json.loads(text) for text in dict.fromkeys(json.dumps(entry) for entry in entries)]


def lists_of(export):
    if isinstance(export, dict):
        return {name: distinct(export.get(name, [])) for name in LISTS}
    found = {name: [] for name in LISTS}
    for entry in distinct(export):
        found[next(name for name, member in KNOWN_BY.items() if member in entry)].append(entry)
    return found


def count(export):
    lists = lists_of(export)
    nested = sum(len(repository.get('environments') or []) for repository in lists['repositories'])
    tokens = [one for one in lists['credential_authorizations'] if one['credential_type'].lower() != 'ssh key']
    fine_grained = [token['permissions'] for token in lists['personal_access_tokens']]
    entitlements = (
        sum(len(installation['permissions']) for installation in lists['installations'])
        + len(lists['deploy_keys'])
        + sum(len(level) for permissions in fine_grained for level in permissions.values())
        + sum(len(set(token.get('scopes') or [])) for token in tokens)
    )
    return {
        'github_app_installation': len(lists['installations']),
        'github_deploy_key': len(lists['deploy_keys']),
        'github_fine_grained_token': len(lists['personal_access_tokens']),
        'github_authorized_credential': len(tokens),
        'github_actions_repository': len(lists['repositories']),
        'github_actions_environment': len(lists['environments']) + nested,
        'github_runner': len(lists['runners']),
        'entitlements': entitlements,
    }


if __name__ == '__main__':
    with open(sys.argv[1], encoding='utf-8-sig') as file:
        print(json.dumps(count(json.load(file))))
