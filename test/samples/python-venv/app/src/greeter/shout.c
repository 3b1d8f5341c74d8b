/* Makes ASCII letters large: the part of the sample that needs a compiler. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *shout(PyObject *self, PyObject *text) {
  Py_ssize_t length;
  const char *from = PyUnicode_AsUTF8AndSize(text, &length);
  if (from == NULL) return NULL;
  char *large = PyMem_Malloc(length + 1);
  if (large == NULL) return PyErr_NoMemory();
  for (Py_ssize_t at = 0; at < length; at += 1)
    large[at] = from[at] >= 'a' && from[at] <= 'z' ? from[at] - 32 : from[at];
  PyObject *result = PyUnicode_FromStringAndSize(large, length);
  PyMem_Free(large);
  return result;
}

static PyMethodDef methods[] = {
    {"shout", shout, METH_O, "The text in large letters."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_shout", NULL, -1, methods};

PyMODINIT_FUNC PyInit__shout(void) { return PyModule_Create(&definition); }
