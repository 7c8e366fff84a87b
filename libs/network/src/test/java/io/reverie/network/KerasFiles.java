package io.reverie.network;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import org.bytedeco.hdf5.DataSet;
import org.bytedeco.hdf5.DataSpace;
import org.bytedeco.hdf5.Group;
import org.bytedeco.hdf5.H5File;
import org.bytedeco.hdf5.PredType;
import org.bytedeco.hdf5.global.hdf5;
import org.bytedeco.javacpp.FloatPointer;

/** HDF5 files as Keras writes them, with arrays by path, such as {@code fc1/fc1_W_1:0}. */
final class KerasFiles {

    /** An array in C order. */
    record Array(long[] shape, float[] values) {
        Array(float[] values, long... shape) {
            this(shape, values);
        }
    }

    private KerasFiles() {}

    static void write(Path path, Map<String, Array> arrays) {
        try (H5File file = new H5File(path.toString(), hdf5.H5F_ACC_TRUNC)) {
            Map<String, Group> groups = new TreeMap<>();
            arrays.forEach((name, array) -> {
                for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
                    groups.computeIfAbsent(name.substring(0, slash), group -> file.createGroup("/" + group));
                }
                try (DataSpace space = new DataSpace(array.shape.length, array.shape);
                        DataSet dataSet = file.createDataSet("/" + name, PredType.NATIVE_FLOAT(), space);
                        FloatPointer values = new FloatPointer(array.values)) {
                    dataSet.write(values, PredType.NATIVE_FLOAT());
                }
            });
            groups.values().forEach(Group::close);
        }
    }
}
