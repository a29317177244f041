#!/usr/bin/env python3
"""Counts what a list of Okta's API objects holds, with nothing but the standard library, to check an import against.

usage: count_okta.py FILE

FILE is a JSON list of apps, API tokens, administrators' roles, grants, users and assignments. Prints one JSON object. An entry that is there twice counts once.
"""
import json
import sys


def count(export):
    every = list({json.dumps(one, sort_keys=True): one for one in export}.values())
    roles = [one['_links']['assignee']['href'].split('/') for one in every if 'assignmentType' in one]
    grants = [one for one in every if 'scopeId' in one]
    apps = [one for one in every if 'signOnMode' in one]
    clients = [((app.get('credentials') or {}).get('oauthClient') or {}) for app in apps]
    return {
        'okta_app': len({one['id'] for one in apps}),
        'okta_api_token': len({one['id'] for one in every if 'tokenWindow' in one}),
        'okta_admin': len({href[-1] for href in roles if href[-2] == 'users'}),
        'entitlements': sum(1 for href in roles if href[-2] != 'groups') + len(grants),
        'users': len({one['id'] for one in every if 'profile' in one and 'login' in one['profile']}),
        'appUsers': sum(1 for one in every if 'syncState' in one or 'priority' in one),
        'secrets': sum(1 for client in clients if client.get('token_endpoint_auth_method', '').startswith('client_secret_')),
    }


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding='utf-8-sig') as file:
        print(json.dumps(count(json.load(file))))
