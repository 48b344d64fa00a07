// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title A token that says false instead of reverting when it does not transfer, as some early ones do.
/// @dev It does not transfer what the sender does not have, and nothing at all while it refuses, which anybody can set.
contract FalseReturningToken {
    string public constant name = "Practice False Returning Token";
    string public constant symbol = "FALSE";
    uint8 public constant decimals = 6;
    bool public refuses;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    function setRefuses(bool refuses_) external {
        refuses = refuses_;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        return _move(msg.sender, to, value);
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        if (allowance[from][msg.sender] < value || !_move(from, to, value)) return false;
        allowance[from][msg.sender] -= value;
        return true;
    }

    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
        return true;
    }

    /// @notice Makes `value` units out of nothing for `to`: this is practice money.
    function mint(address to, uint256 value) external {
        balanceOf[to] += value;
        emit Transfer(address(0), to, value);
    }

    function _move(address from, address to, uint256 value) private returns (bool) {
        if (refuses || balanceOf[from] < value) return false;
        balanceOf[from] -= value;
        balanceOf[to] += value;
        emit Transfer(from, to, value);
        return true;
    }
}
