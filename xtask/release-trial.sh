# Inside a bare Debian, as root: the files of a release in /files, each installed as its user would, one after the other.
# All must make the same bytes of the example.
cd /files
sha256sum --check --quiet SHA256SUMS

analyze() {
    "$@" analyze wordnet-topics.csv --max-q 0.05 -o "/files/$name.json" > /dev/null
}

export DEBIAN_FRONTEND=noninteractive
apt-get -qq update
name=package
apt-get -qq install --yes --no-install-recommends ./wordify_*_*.deb > /dev/null
wordify --version
analyze wordify
apt-get -qq purge --yes wordify > /dev/null
if test -e /usr/bin/wordify; then echo "the package leaves its program" >&2; exit 1; fi

name=archive
tar -xzf wordify-*-linux.tar.gz
analyze ./wordify-*-linux/wordify

name=wheel
python3 -m venv /venv
/venv/bin/pip install --quiet --no-deps --no-index ./wordify-*.whl
/venv/bin/wordify --version
analyze /venv/bin/wordify
/venv/bin/python -c "
import wordify
result = wordify.analyze_file('/files/wordnet-topics.csv', max_q=0.05)
result.report('/files/module.json')
"

for name in archive wheel module; do
    cmp package.json "$name.json"
done
echo "package, archive, wheel and module: the same $(wc -c < package.json) bytes"
