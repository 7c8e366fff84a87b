package io.reverie.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.bytedeco.hdf5.DSetMemXferPropList;
import org.bytedeco.hdf5.DataSet;
import org.bytedeco.hdf5.DataSpace;
import org.bytedeco.hdf5.Group;
import org.bytedeco.hdf5.H5File;
import org.bytedeco.hdf5.PredType;
import org.bytedeco.hdf5.global.hdf5;
import org.bytedeco.javacpp.FloatPointer;

/**
 * An HDF5 file to read arrays of floats from. Paths inside it begin with a slash. HDF5 is not thread-safe: one file at a
 * time. Exceptions do not name the file: it may be a copy, whose name would tell nobody anything.
 */
final class Hdf5File implements AutoCloseable {
    private final H5File file;

    /** @throws IOException if there is no such file, or it is not an HDF5 file */
    Hdf5File(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new NoSuchFileException(path.toString());
        }
        try {
            // HDF5 prints its errors to standard error otherwise, besides throwing them.
            org.bytedeco.hdf5.Exception.dontPrint();
            if (!H5File.isHdf5(path.toString())) {
                throw new IOException("not an HDF5 file");
            }
            file = new H5File(path.toString(), hdf5.H5F_ACC_RDONLY);
        } catch (RuntimeException damage) {
            throw new IOException("not a whole HDF5 file", damage);
        } catch (LinkageError missing) {
            throw new IOException("HDF5's native library is not there for this platform", missing);
        }
    }

    /** Whether there is a group of that name right under a group. */
    boolean hasGroup(String parent, String name) throws IOException {
        return members(parent, hdf5.H5O_TYPE_GROUP).contains(name);
    }

    /** Paths of all arrays under a group, at any depth. */
    List<String> arrays(String group) throws IOException {
        List<String> arrays = new ArrayList<>();
        for (String name : members(group, hdf5.H5O_TYPE_DATASET)) {
            arrays.add(child(group, name));
        }
        for (String name : members(group, hdf5.H5O_TYPE_GROUP)) {
            arrays.addAll(arrays(child(group, name)));
        }
        return arrays;
    }

    /** Shape of an array; empty for a single value. */
    long[] shape(String array) throws IOException {
        try (DataSet dataSet = file.openDataSet(array);
                DataSpace space = dataSet.getSpace()) {
            long[] shape = new long[space.getSimpleExtentNdims()];
            if (shape.length > 0) {
                space.getSimpleExtentDims(shape);
            }
            return shape;
        } catch (RuntimeException damage) {
            throw new IOException("cannot read the array " + array, damage);
        }
    }

    /** Reads some rows (entries of the first axis) of an array of floats of any precision, in C order. */
    float[] read(String array, long firstRow, long rows) throws IOException {
        long[] shape = shape(array);
        long[] count = shape.clone();
        long[] start = new long[shape.length];
        count[0] = rows;
        start[0] = firstRow;
        long length = 1;
        for (long size : count) {
            length = Math.multiplyExact(length, size);
        }
        float[] values = new float[Math.toIntExact(length)];
        try (DataSet dataSet = file.openDataSet(array);
                DataSpace from = dataSet.getSpace();
                DataSpace to = new DataSpace(count.length, count);
                FloatPointer buffer = new FloatPointer(length)) {
            from.selectHyperslab(hdf5.H5S_SELECT_SET, count, start);
            dataSet.read(buffer, PredType.NATIVE_FLOAT(), to, from, DSetMemXferPropList.DEFAULT());
            buffer.get(values);
        } catch (RuntimeException damage) {
            throw new IOException("cannot read the array " + array, damage);
        }
        return values;
    }

    @Override
    public void close() {
        file.close();
    }

    private List<String> members(String group, int type) throws IOException {
        List<String> names = new ArrayList<>();
        try (Group members = file.openGroup(group)) {
            for (long index = 0; index < members.getNumObjs(); index++) {
                String name = members.getObjnameByIdx(index).getString();
                if (members.childObjType(name) == type) {
                    names.add(name);
                }
            }
        } catch (RuntimeException damage) {
            throw new IOException("cannot read the group " + group, damage);
        }
        return names;
    }

    static String child(String group, String name) {
        return group.endsWith("/") ? group + name : group + "/" + name;
    }
}
