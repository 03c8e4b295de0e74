#include "output/hdf5_file.hpp"

#include <H5Cpp.h>
#include <fmt/format.h>
#include <hdf5_hl.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "output/output_error.hpp"

namespace stampede {

namespace {

constexpr int deflate_level = 4;  // 99 MB of series and events: 27.7 MB in 1.8 s; level 1 28.2 MB in 1.5 s
constexpr std::size_t memory_increment = std::size_t{1} << 24U;
constexpr unsigned by_creation = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;

/// Keeps what the library said first: unwinding closes handles, and that clears its own error stack.
class Complaint {
  public:
    Complaint() { H5Eset_auto2(H5E_DEFAULT, &Complaint::hear, this); }
    Complaint(Complaint const&) = delete;
    Complaint& operator=(Complaint const&) = delete;
    ~Complaint() { H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); }
    [[nodiscard]] std::string const& text() const { return text_; }

  private:
    static herr_t hear(hid_t stack, void* self)
    {
        return H5Ewalk2(stack, H5E_WALK_UPWARD, &Complaint::keep_first, self);
    }
    static herr_t keep_first(unsigned, H5E_error2_t const* error, void* self)
    {
        auto& text = static_cast<Complaint*>(self)->text_;
        if (text.empty() && error->desc != nullptr)
            text = error->desc;
        return 0;
    }

    std::string text_;
};

/// Runs `action`; a failure in the library becomes an OutputError "WHERE: WHAT (HDF5 says: WHY)".
template <class Action>
auto guarded(std::string const& where, Action action)
{
    Complaint complaint;
    try {
        return action();
    }
    catch (H5::Exception const& error) {
        std::string const why = complaint.text().empty() ? error.getDetailMsg() : complaint.text();
        std::string const what = why.starts_with("truncated file") ? "is cut short" : "is damaged, or not ours";
        throw OutputError{where, what + " (HDF5 says: " + why + ")", "Copy it again, or run the experiment again."};
    }
}

/// What the C functions answer, which report by a negative number.
template <class Answer>
Answer checked(Answer answer, char const* function)
{
    if (answer < 0)
        throw H5::Exception{function, "failed"};
    return answer;
}

/// How a number is kept in the file (little-endian everywhere) and in memory.
struct StoredType {
    H5::PredType file, memory;
};
template <class T>
StoredType stored_type()
{
    using Known = H5::PredType;
    constexpr bool with_sign = std::is_signed_v<T>;
    if constexpr (std::is_same_v<T, double>)
        return {Known::IEEE_F64LE, Known::NATIVE_DOUBLE};
    else if constexpr (std::is_same_v<T, float>)
        return {Known::IEEE_F32LE, Known::NATIVE_FLOAT};
    else if constexpr (sizeof(T) == 1)
        return with_sign ? StoredType{Known::STD_I8LE, Known::NATIVE_INT8}
                         : StoredType{Known::STD_U8LE, Known::NATIVE_UINT8};
    else if constexpr (sizeof(T) == 2)
        return with_sign ? StoredType{Known::STD_I16LE, Known::NATIVE_INT16}
                         : StoredType{Known::STD_U16LE, Known::NATIVE_UINT16};
    else if constexpr (sizeof(T) == 4)
        return with_sign ? StoredType{Known::STD_I32LE, Known::NATIVE_INT32}
                         : StoredType{Known::STD_U32LE, Known::NATIVE_UINT32};
    else
        return with_sign ? StoredType{Known::STD_I64LE, Known::NATIVE_INT64}
                         : StoredType{Known::STD_U64LE, Known::NATIVE_UINT64};
}

H5::StrType text_type()
{
    H5::StrType type{H5::PredType::C_S1, H5T_VARIABLE};
    type.setCset(H5T_CSET_UTF8);
    return type;
}

/// Properties of a file's root or of a group: order of creation tracked, times not.
void set_group_properties(hid_t properties)
{
    checked(H5Pset_link_creation_order(properties, by_creation), "H5Pset_link_creation_order");
    checked(H5Pset_attr_creation_order(properties, by_creation), "H5Pset_attr_creation_order");
    checked(H5Pset_obj_track_times(properties, false), "H5Pset_obj_track_times");
}

H5::LinkCreatPropList utf8_links()
{
    H5::LinkCreatPropList links;
    links.setCharEncoding(H5T_CSET_UTF8);
    return links;
}

H5::DSetCreatPropList dataset_properties(Dataset const& dataset)
{
    H5::DSetCreatPropList properties;
    properties.setAttrCrtOrder(by_creation);
    checked(H5Pset_obj_track_times(properties.getId(), false), "H5Pset_obj_track_times");
    std::vector<std::size_t> const shape = chunk_shape(dataset);
    if (std::vector<hsize_t> const chunk{shape.begin(), shape.end()}; !chunk.empty()) {
        properties.setChunk(static_cast<int>(chunk.size()), chunk.data());
        properties.setShuffle();
        properties.setDeflate(deflate_level);
    }
    std::visit(
        [&]<class T>(std::vector<T> const&) {
            if constexpr (std::is_arithmetic_v<T>) {
                T const fill = fill_value<T>();
                properties.setFillValue(stored_type<T>().memory, &fill);
            }
        },
        dataset.values);
    return properties;
}

/// Calls `write(elements, their type in memory, their type in the file)` with what HDF5 takes for these values.
template <class Write>
void with_elements(Values const& values, Write write)
{
    std::visit(
        [&]<class T>(std::vector<T> const& elements) {
            if constexpr (std::is_arithmetic_v<T>) {
                write(elements.data(), stored_type<T>().memory, stored_type<T>().file);
            }
            else {
                std::vector<char const*> pointers;
                for (std::string const& text : elements)
                    pointers.push_back(text.c_str());
                write(pointers.data(), text_type(), text_type());
            }
        },
        values);
}

void write_attributes(H5::H5Object const& object, Attributes const& attributes)
{
    for (auto const& attribute : attributes) {
        hsize_t const count = size(attribute.second);
        H5::DataSpace const space = count == 1 ? H5::DataSpace{H5S_SCALAR} : H5::DataSpace{1, &count};
        with_elements(attribute.second,
                      [&](void const* elements, H5::DataType const& type, H5::DataType const& stored) {
                          object.createAttribute(attribute.first, stored, space).write(type, elements);
                      });
    }
}

/// Type of a dataset or attribute.
Type type_of(H5::AbstractDs const& data)
{
    std::size_t const size = data.getDataType().getSize();
    if (data.getTypeClass() == H5T_STRING && data.getStrType().isVariableStr())
        return Type::text;
    if (data.getTypeClass() == H5T_FLOAT)
        return size == 4 ? Type::float32 : Type::float64;
    if (data.getTypeClass() != H5T_INTEGER)
        throw H5::DataTypeIException{"type_of", "a type that stampede does not write"};
    std::size_t const width = size == 1 ? 0U : size == 2 ? 1U : size == 4 ? 2U : 3U;
    return static_cast<Type>(2 * width + (data.getIntType().getSign() == H5T_SGN_2 ? 0U : 1U));
}

/// All elements, fetched by `fetch(memory, type)`.
template <class Fetch>
Values read_values(H5::AbstractDs const& data, Fetch fetch)
{
    Values values = empty_values(type_of(data));
    H5::DataSpace const space = data.getSpace();
    auto const count = static_cast<std::size_t>(space.getSimpleExtentNpoints());
    std::visit(
        [&]<class T>(std::vector<T>& elements) {
            if constexpr (std::is_arithmetic_v<T>) {
                elements.resize(count);
                fetch(elements.data(), stored_type<T>().memory);
            }
            else {
                std::vector<char*> pointers(count);  // stay null for empty texts
                fetch(pointers.data(), text_type());
                for (char const* const pointer : pointers)
                    elements.emplace_back(pointer == nullptr ? "" : pointer);
                checked(H5Dvlen_reclaim(text_type().getId(), space.getId(), H5P_DEFAULT, pointers.data()), "reclaim");
            }
        },
        values);
    return values;
}

/// All attributes but those by which HDF5 itself keeps dimension scales.
Attributes read_attributes(H5::H5Object const& object)
{
    static constexpr std::array<std::string_view, 4> internal{"CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST"};
    Attributes all;
    for (int i = 0; i < object.getNumAttrs(); ++i) {
        H5::Attribute const attribute = object.openAttribute(static_cast<unsigned>(i));
        if (std::find(internal.begin(), internal.end(), attribute.getName()) == internal.end())
            all.emplace_back(attribute.getName(), read_values(attribute, [&](void* memory, H5::DataType const& type) {
                                 attribute.read(type, memory);
                             }));
    }
    return all;
}

herr_t take_name(hid_t, unsigned, hid_t scale, void* found)
{
    std::array<char, 256> name{};
    H5DSget_scale_name(scale, name.data(), name.size());
    *static_cast<std::string*>(found) = name.data();
    return 1;
}

/// Names of the scales of a dataset; "ELSEWHERE/name" for one that is not in the dataset's own group.
std::vector<std::string> read_axes(H5::H5File const& file, H5::DataSet const& dataset, std::string const& path)
{
    if (H5DSis_scale(dataset.getId()) > 0)
        return {leaf_of(path)};
    std::vector<std::string> axes;
    auto const dimensions = static_cast<unsigned>(dataset.getSpace().getSimpleExtentNdims());
    for (unsigned i = 0; i < dimensions; ++i) {
        std::string scale;
        checked(H5DSiterate_scales(dataset.getId(), i, nullptr, &take_name, &scale), "H5DSiterate_scales");
        if (scale.empty())
            continue;
        std::string const here = join(parent_of(path), scale);
        bool const own =
            file.nameExists(here) && H5DSis_attached(dataset.getId(), file.openDataSet(here).getId(), i) > 0;
        axes.push_back(own ? scale : "ELSEWHERE/" + scale);
    }
    return axes;
}

}  // namespace

std::string hdf5_version()
{
    std::array<unsigned, 3> version{};
    H5get_libversion(&version[0], &version[1], &version[2]);
    return fmt::format("{}", fmt::join(version, "."));
}

struct Hdf5File::Handle {
    H5::H5File file;
    H5::FileAccPropList access;
};

Hdf5File::Hdf5File() : name_{"results in memory: "}
{
    handle_ = guarded(name_, [] {
        H5::FileAccPropList access;
        access.setCore(memory_increment, false);
        access.setLibverBounds(H5F_LIBVER_V18, H5F_LIBVER_V18);
        H5::FileCreatPropList creation;
        set_group_properties(creation.getId());
        // The library looks for a file to truncate even if it will be in memory: no file can have this name.
        return std::make_unique<Handle>(
            Handle{H5::H5File{"/dev/null/in-memory", H5F_ACC_TRUNC, creation, access}, access});
    });
}

Hdf5File::Hdf5File(std::filesystem::path const& path) : name_{path.string()}
{
    handle_ = guarded(name_, [&] {
        H5::FileAccPropList access;
        checked(H5Pset_file_locking(access.getId(), false, true), "file locking");  // finished files never change
        return std::make_unique<Handle>(
            Handle{H5::H5File{name_, H5F_ACC_RDONLY, H5::FileCreatPropList::DEFAULT, access}, access});
    });
}

Hdf5File::Hdf5File(Hdf5File&&) noexcept = default;
Hdf5File& Hdf5File::operator=(Hdf5File&&) noexcept = default;
Hdf5File::~Hdf5File() = default;

void Hdf5File::add_group(std::string const& path, Attributes const& attributes)
{
    guarded(name_ + path, [&] {
        if (path != "/") {
            H5::PropList const properties{H5P_GROUP_CREATE};  // the C++ interface cannot give them to a group
            set_group_properties(properties.getId());
            hid_t const id =
                H5Gcreate2(handle_->file.getId(), path.c_str(), utf8_links().getId(), properties.getId(), H5P_DEFAULT);
            checked(H5Gclose(checked(id, "H5Gcreate2")), "H5Gclose");
        }
        write_attributes(handle_->file.openGroup(path), attributes);
    });
}

void Hdf5File::add_dataset(std::string const& path, Dataset const& dataset)
{
    guarded(name_ + path, [&] {
        std::vector<hsize_t> const size{dataset.shape.begin(), dataset.shape.end()};
        H5::DataSpace const space{static_cast<int>(size.size()), size.data()};
        with_elements(dataset.values, [&](void const* elements, H5::DataType const& type, H5::DataType const& stored) {
            H5::DataSet const made = handle_->file.createDataSet(path, stored, space, dataset_properties(dataset),
                                                                 H5::DSetAccPropList::DEFAULT, utf8_links());
            made.write(elements, type);
            write_attributes(made, dataset.attributes);
        });
    });
}

void Hdf5File::set_axes(std::string const& path, std::vector<std::string> const& axes)
{
    guarded(name_ + path, [&] {
        H5::DataSet const dataset = handle_->file.openDataSet(path);
        if (axes.size() == 1 && axes[0] == leaf_of(path)) {
            if (H5DSis_scale(dataset.getId()) == 0)
                checked(H5DSset_scale(dataset.getId(), axes[0].c_str()), "H5DSset_scale");
            return;
        }
        for (unsigned i = 0; i < axes.size(); ++i) {
            H5::DataSet const scale = handle_->file.openDataSet(join(parent_of(path), axes[i]));
            checked(H5DSattach_scale(dataset.getId(), scale.getId(), i), "H5DSattach_scale");
        }
    });
}

std::span<std::byte const> Hdf5File::bytes()
{
    return guarded(name_, [&]() -> std::span<std::byte const> {
        handle_->file.flush(H5F_SCOPE_GLOBAL);
        void* memory = nullptr;
        handle_->file.getVFDHandle(handle_->access, &memory);
        ssize_t const size = checked(H5Fget_file_image(handle_->file.getId(), nullptr, 0), "H5Fget_file_image");
        return {*static_cast<std::byte**>(memory), static_cast<std::size_t>(size)};
    });
}

std::vector<std::pair<std::string, bool>> Hdf5File::names(std::string const& group) const
{
    return guarded(name_ + group, [&] {
        H5::Group const here = handle_->file.openGroup(group);
        hid_t const properties = checked(H5Gget_create_plist(here.getId()), "H5Gget_create_plist");
        unsigned order = 0;
        checked(H5Pget_link_creation_order(properties, &order), "H5Pget_link_creation_order");
        checked(H5Pclose(properties), "H5Pclose");
        H5_index_t const index = (order & H5P_CRT_ORDER_INDEXED) != 0 ? H5_INDEX_CRT_ORDER : H5_INDEX_NAME;
        std::vector<std::pair<std::string, bool>> all;
        for (hsize_t i = 0; i < here.getNumObjs(); ++i) {
            std::array<char, 1024> name{};
            checked(H5Lget_name_by_idx(here.getId(), ".", index, H5_ITER_INC, i, name.data(), name.size(), H5P_DEFAULT),
                    "H5Lget_name_by_idx");
            all.emplace_back(name.data(), here.childObjType(name.data()) == H5O_TYPE_GROUP);
        }
        return all;
    });
}

Dataset Hdf5File::outline(std::string const& path) const
{
    return guarded(name_ + path, [&]() -> Dataset {
        H5::DataSet const dataset = handle_->file.openDataSet(path);
        std::vector<hsize_t> size(static_cast<std::size_t>(dataset.getSpace().getSimpleExtentNdims()));
        dataset.getSpace().getSimpleExtentDims(size.data());
        return {empty_values(type_of(dataset)),
                {size.begin(), size.end()},
                read_axes(handle_->file, dataset, path),
                read_attributes(dataset)};
    });
}

Dataset Hdf5File::read(std::string const& path) const
{
    Dataset all = outline(path);
    guarded(name_ + path, [&] {
        H5::DataSet const dataset = handle_->file.openDataSet(path);
        all.values = read_values(dataset, [&](void* memory, H5::DataType const& type) { dataset.read(memory, type); });
    });
    return all;
}

Attributes Hdf5File::attributes(std::string const& group) const
{
    return guarded(name_ + group, [&] { return read_attributes(handle_->file.openGroup(group)); });
}

}  // namespace stampede
