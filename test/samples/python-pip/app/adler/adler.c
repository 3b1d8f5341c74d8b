/* The Adler-32 checksum of some bytes: the part of the sample that needs a compiler. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *adler_of(PyObject *self, PyObject *args) {
  const unsigned char *bytes;
  Py_ssize_t length;
  if (!PyArg_ParseTuple(args, "y#", &bytes, &length)) return NULL;
  unsigned long low = 1, high = 0;
  for (Py_ssize_t at = 0; at < length; at += 1) {
    low = (low + bytes[at]) % 65521;
    high = (high + low) % 65521;
  }
  return PyLong_FromUnsignedLong((high << 16) | low);
}

static PyMethodDef methods[] = {
    {"of", adler_of, METH_VARARGS, "The Adler-32 checksum of some bytes."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "adler", NULL, -1, methods};

PyMODINIT_FUNC PyInit_adler(void) { return PyModule_Create(&definition); }
