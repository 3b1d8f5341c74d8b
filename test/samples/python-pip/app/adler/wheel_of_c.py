"""Builds the wheel of one C file with the compiler of the system (PEP 517), without setuptools."""
import base64
import hashlib
import os
import subprocess
import sysconfig
import tempfile
import zipfile


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    module = "adler" + sysconfig.get_config_var("EXT_SUFFIX")
    tag = sysconfig.get_config_var("py_version_nodot")
    platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    tags = f"cp{tag}-cp{tag}-{platform}"
    with tempfile.TemporaryDirectory() as folder:
        output = os.path.join(folder, module)
        headers = sysconfig.get_paths()["include"]
        subprocess.run(["gcc", "-O2", "-shared", "-fPIC", f"-I{headers}", "-o", output, "adler.c"], check=True)
        with open(output, "rb") as built:
            files = {module: built.read()}
    folder = "adler-1.0.0.dist-info"
    files[f"{folder}/METADATA"] = b"Metadata-Version: 2.1\nName: adler\nVersion: 1.0.0\n"
    files[f"{folder}/WHEEL"] = f"Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: {tags}\n".encode()
    files[f"{folder}/RECORD"] = record_of(files, f"{folder}/RECORD")
    name = f"adler-1.0.0-{tags}.whl"
    with zipfile.ZipFile(os.path.join(wheel_directory, name), "w") as wheel:
        for path, content in files.items():
            wheel.writestr(path, content)
    return name


def record_of(files, own):
    lines = [f"{path},sha256={hash_of(content)},{len(content)}" for path, content in files.items()]
    return "\n".join([*lines, f"{own},,", ""]).encode()


def hash_of(content):
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
