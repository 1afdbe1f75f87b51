#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# demo.sh PORTALCTL CONF WORKDIR REGIME: the demonstration bureau, made the way a real one would be: divisions, units, accounts, imports of
# files, a round a year with two officers' signatures, publication. All data is invented. Writes the accounts to VAR/accounts.REGIME.
set -euo pipefail
ctl=$1 conf=$2 work=$3 regime=$4
export PORTAL_CONFIG=$conf
cd "$(dirname "$0")/../.."
portalctl() { "$ctl" "$@"; }
dir=$work/demo.$regime
mkdir -p "$dir"
subjects=${DEMO_SUBJECTS:-3000}
prefix=$(sed -n 2p "db/demo/$regime.divisions.csv" | cut -d, -f1)
while [ ${#prefix} -le 6 ] && [ "${prefix%00}" != "$prefix" ]; do prefix=${prefix%00}; done

echo "loading the demonstration bureau of $regime ($subjects invented subjects) …"
portalctl division import "db/demo/$regime.divisions.csv" > /dev/null
while read -r unit; do portalctl unit add "$unit" --division "$prefix" > /dev/null; done < "db/demo/$regime.units"
first=$(head -1 "db/demo/$regime.units")

password='yanshi-credit-2025'
accounts="${work%/work}/accounts.$regime"
{ echo; echo "  账号（演示，密码均为 $password ）"; } > "$accounts"
add() {
  portalctl user add "$1" --name "演示$2" --unit "$first" --role "$3" --scope "$prefix" --password "$password" --cheap-password > /dev/null
  printf '    %-10s %s\n' "$1" "$2" >> "$accounts"
}
add clerk 经办员 clerk
add reviewer 复核员 reviewer
add approver 审批人 approver
add inspector 检查员 inspector
add auditor 督查员 auditor
add sysadmin 系统管理员 system_admin
add secadmin 安全管理员 security_admin
add audadmin 审计管理员 audit_admin

portalctl demo write "$dir" --regime "$regime" --subjects "$subjects"
portalctl import "$dir/subjects.csv" --kind subject --as clerk --quiet
portalctl import "$dir/records.csv" --kind record --as clerk --quiet --skip-refused
sleep 2.1 # a round's snapshot lies two seconds back
for year in 2023 2024 2025; do
  round=$(portalctl grade open "$year" --scope "$prefix" --as clerk)
  portalctl grade compute "$round"
  portalctl grade sign "$round" --as reviewer --step review
  portalctl grade sign "$round" --as approver --step approve
  portalctl publish "$round" --as approver
done
