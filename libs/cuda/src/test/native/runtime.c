/* As much of CUDA's runtime as DriverSurvey asks, beside the made-up driver. */
#include <stdlib.h>

int cudaGetDeviceCount(int *count) {
  const char *error = getenv("MADE_UP_RUNTIME");
  *count = 1;
  return error == NULL ? 0 : atoi(error);
}

const char *cudaGetErrorName(int error) {
  return "cudaErrorMadeUp";
}
