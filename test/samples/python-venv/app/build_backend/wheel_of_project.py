"""Builds the project's wheel (PEP 517): its Python files, one module in C, and the program that starts it."""
import base64
import hashlib
import pathlib
import subprocess
import sysconfig
import tempfile
import zipfile

NAME = "greeter"
VERSION = "1.0.0"


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    version = sysconfig.get_config_var("py_version_nodot")
    platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    tags = f"cp{version}-cp{version}-{platform}"
    files = {f"{NAME}/{path.name}": path.read_bytes() for path in sorted(pathlib.Path("src", NAME).glob("*.py"))}
    module = "_shout" + sysconfig.get_config_var("EXT_SUFFIX")
    files[f"{NAME}/{module}"] = compiled(f"src/{NAME}/shout.c", module)
    info = f"{NAME}-{VERSION}.dist-info"
    files[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {NAME}\nVersion: {VERSION}\n".encode()
    files[f"{info}/WHEEL"] = f"Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: {tags}\n".encode()
    files[f"{info}/entry_points.txt"] = f"[console_scripts]\n{NAME} = {NAME}.server:main\n".encode()
    files[f"{info}/RECORD"] = record_of(files, f"{info}/RECORD")
    name = f"{NAME}-{VERSION}-{tags}.whl"
    with zipfile.ZipFile(pathlib.Path(wheel_directory, name), "w") as wheel:
        for path, content in files.items():
            wheel.writestr(path, content)
    return name


def compiled(source, module):
    headers = sysconfig.get_paths()["include"]
    with tempfile.TemporaryDirectory() as folder:
        output = pathlib.Path(folder, module)
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", f"-I{headers}", "-o", output, source], check=True)
        return output.read_bytes()


def record_of(files, own):
    lines = [f"{path},sha256={hash_of(content)},{len(content)}" for path, content in files.items()]
    return "\n".join([*lines, f"{own},,", ""]).encode()


def hash_of(content):
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
