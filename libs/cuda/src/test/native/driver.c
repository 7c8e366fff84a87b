/* A made-up driver: as much of CUDA's driver API as DriverSurvey asks, with answers from the environment. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

static int number(const char *name, int standard) {
  const char *text = getenv(name);
  return text == NULL ? standard : atoi(text);
}

int cuDriverGetVersion(int *version) {
  *version = number("MADE_UP_VERSION", 12020);
  return 0;
}

int cuInit(unsigned int flags) {
  return number("MADE_UP_INIT", 0);
}

int cuDeviceGetCount(int *count) {
  *count = number("MADE_UP_COUNT", 1);
  return 0;
}

int cuDeviceGet(int *device, int ordinal) {
  *device = ordinal;
  return 0;
}

int cuDeviceGetName(char *name, int length, int device) {
  snprintf(name, length, "Made-up GPU %d", device);
  return 0;
}

int cuDeviceTotalMem_v2(size_t *bytes, int device) {
  *bytes = (size_t) 24 << 30;
  return 0;
}

/* 75 and 76 are the numbers of a compute capability; each further device is a generation newer. */
int cuDeviceGetAttribute(int *value, int attribute, int device) {
  *value = attribute == 75 ? number("MADE_UP_MAJOR", 8) + device : attribute == 76 ? number("MADE_UP_MINOR", 6) : 0;
  return 0;
}

int cuGetErrorName(int error, const char **name) {
  *name = "CUDA_ERROR_MADE_UP";
  return 0;
}
