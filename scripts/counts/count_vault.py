#!/usr/bin/env python3
"""Counts what a dump of Vault's API holds, with nothing but the standard library, to check an import against.

usage: count_vault.py FILE

FILE is a JSON list of answers, each with its `path` and `data`, or of recorded requests with `url`, `status` and `body`. Prints one JSON object.
Paths of policies are counted by their opening line, so FILE must write one rule a block.
"""
import json
import re
import sys

KIND = {
    'approle': 'vault_approle_role',
    'kubernetes': 'vault_kubernetes_role',
    'jwt': 'vault_jwt_role',
    'oidc': 'vault_jwt_role',
    'aws': 'vault_aws_role',
    'gcp': 'vault_gcp_role',
    'azure': 'vault_azure_role',
    'cert': 'vault_cert_role',
    'userpass': 'vault_userpass_user',
}


def answers(dump):
    found = {}
    for item in dump:
        if 'url' in item:
            if item.get('status', 200) >= 400:
                continue
            path, data = re.search(r'/v1/([^?]*)', item['url']).group(1), (item['body'] or {}).get('data')
        else:
            path, data = item['path'], item['data']
        found[path.strip('/')] = data
    return found


def count(dump):
    found = answers(dump)
    mounts = found.get('sys/auth') or found['sys/internal/ui/mounts']['auth']
    rules = {
        path.rsplit('/', 1)[1]: len(set(re.findall(r'path\s+"([^"]*)"', data['policy'])))
        for path, data in found.items()
        if path.startswith('sys/policies/acl/')
    }
    counts = {'entitlements': 0}

    def add(kind, policies):
        counts[kind] = counts.get(kind, 0) + 1
        counts['entitlements'] += sum(rules.get(name, 1) for name in set(policies) - {'default'})

    for path, data in found.items():
        match = re.fullmatch(r'auth/(.+)/(roles?|users|certs)/([^/]+)', path)
        if match and match.group(1) + '/' in mounts:
            kind = mounts[match.group(1) + '/']['type']
            if data.get('role_type') != 'oidc' or set(data.get('token_policies', [])) - {'default'}:
                add(KIND[kind], data.get('token_policies') or [])
        elif re.fullmatch(r'identity/entity/id/[^/]+', path):
            add('vault_entity', data['policies'])
        elif path == 'auth/token/lookup-accessor':
            add('vault_token', data['policies'])
    return counts


if __name__ == '__main__':
    with open(sys.argv[1], encoding='utf-8-sig') as file:
        print(json.dumps(count(json.load(file))))
