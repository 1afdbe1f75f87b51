# Makes the nginx.conf of an installed server from nginx.conf.example: sed -f dist/nginx.sed nginx.conf.example. What is left between @ signs
# (SERVER_NAME) is put in by hand. Keepalive is per nginx worker: two workers times 3 (1, 1) stay below the 8 (4, 4) processes of the target.
1i # /etc/nginx/nginx.conf for the health-credit portal: put in the name of the site and its certificate, then nginx -t.
1i user www-data;
/^daemon off;/d
s|@VAR@/run/|/run/health-credit/|
s|@VAR@/nginx/nginx.pid|/run/nginx.pid|
s|@VAR@/nginx/error.log|/var/log/nginx/error.log|
s|@VAR@/nginx/access.log|/var/log/nginx/access.log|
s|@VAR@/nginx/cache|/var/cache/health-credit|
s|@VAR@/nginx/|/var/lib/nginx/|
s|@STATIC@|/usr/share/health-credit/static|
s|@LOOKUP_KEEPALIVE@|3|
s|@QUERY_KEEPALIVE@|1|
s|@STAFF_KEEPALIVE@|1|
s|^\( *\)listen 127.0.0.1:@PORT@;|\1listen 443 ssl;\n\1listen [::]:443 ssl;\n\1ssl_certificate /etc/health-credit/tls/cert.pem;\n\1ssl_certificate_key /etc/health-credit/tls/key.pem;\n\1ssl_protocols TLSv1.2 TLSv1.3;|
/# listen 443 ssl;/d
/^    server {/i\    server {\n        listen 80;\n        listen [::]:80;\n        server_name @SERVER_NAME@;\n        return 301 https://$host$request_uri;\n    }\n
